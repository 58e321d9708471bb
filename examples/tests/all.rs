//! Runs every example on real data, and compares what it prints with what
//! another program or crate says.

mod captures;
mod clustering;
mod csv_files;
mod infinite;
mod live_feed;
mod log_files;
mod log_formats;
mod many_cores;
mod many_machines;
mod measure;
mod network_layers;
mod network_packets;
mod pattern_recognition;
mod pipelines;
mod properties;

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use roxmltree::{Document, Node};

/// The folder of the programs, once they are built.
static PROGRAMS: LazyLock<PathBuf> = LazyLock::new(|| {
    let test = env::current_exe().expect("a test knows its path");
    let folder = test.ancestors().nth(2).expect("tests are in target/…/deps").to_owned();
    if !examples()
        .iter()
        .map(String::as_str)
        .chain(["squares"])
        .all(|name| is_current(&program(&folder, name)))
    {
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--workspace", "--bins", "--examples"]).current_dir(data("../.."));
        if !cfg!(debug_assertions) {
            build.arg("--release");
        }
        assert!(build.status().expect("cargo runs").success(), "the examples don't compile");
    }
    folder
});

/// Where cargo puts a program: the first example is one of the root package, the others are packages.
fn program(folder: &Path, name: &str) -> PathBuf {
    if name == "squares" { folder.join("examples").join(name) } else { folder.join(name) }
}

/// The names of the examples that are programs with options: those that are packages.
fn examples() -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(data("..")).expect("there are examples") {
        let path = entry.expect("it can be read").path();
        if path.join("src/main.rs").exists() {
            names.push(path.file_stem().expect("it has a name").to_string_lossy().into_owned());
        }
    }
    names
}

/// Whether a program is younger than its sources, which cargo lists beside it.
/// (Cargo builds programs for the tests of their own package only.)
fn is_current(program: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    let (Some(built), Ok(list)) = (changed(program), fs::read_to_string(program.with_extension("d"))) else {
        return false;
    };
    let mut sources = list.split_whitespace().skip(1).map(|source| changed(Path::new(source)));
    sources.all(|changed| changed.is_some_and(|time| time <= built))
}

/// An example, to be run in the folder of the sample data.
fn example(name: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program(&PROGRAMS, name));
    command.args(args).current_dir(data("")).stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data").join(name)
}

/// A path for what a test writes.
fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Ran {
        let text = |bytes| String::from_utf8(bytes).expect("examples print text");
        Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Ran {
    /// The output of a run without problems.
    #[track_caller]
    fn success(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{}", self.out);
        self.out
    }

    /// The output of a run that went on after problems, and what it told of them.
    #[track_caller]
    fn problems(self) -> (String, String) {
        assert_eq!(self.code, Some(1), "{}{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        (self.out, self.err)
    }
}

fn run(name: &str, args: &[&str]) -> Ran {
    example(name, args).output().expect("the example runs").into()
}

fn run_with_input(name: &str, args: &[&str], input: &[u8]) -> Ran {
    let mut child = example(name, args).stdin(Stdio::piped()).spawn().expect("the example runs");
    let mut stdin = child.stdin.take().expect("it is piped");
    std::thread::scope(|scope| {
        // One that ends early doesn't read all.
        scope.spawn(move || stdin.write_all(input));
        child.wait_with_output().expect("the example ends").into()
    })
}

/// The number in the column of that index, in the line that begins with these words.
#[track_caller]
fn number(out: &str, line: &str, column: usize) -> u64 {
    let found = out.lines().find(|text| text.starts_with(line)).unwrap_or_else(|| panic!("{line}: {out}"));
    let word = found[line.len()..].split_whitespace().nth(column);
    word.and_then(|word| word.parse().ok()).unwrap_or_else(|| panic!("no number in {found}"))
}

/// A picture that an example drew.
struct Picture(String);

impl Picture {
    #[track_caller]
    fn open(path: &Path, size: [f64; 2]) -> Picture {
        let picture = Picture(fs::read_to_string(path).expect("there is a picture"));
        assert_eq!(picture.shapes("svg", "", ["width", "height"]), [size]);
        picture
    }

    /// The numbers in these attributes of all shapes of a kind and color.
    fn shapes<const N: usize>(&self, kind: &str, color: &str, names: [&str; N]) -> Vec<[f64; N]> {
        let number = |text: Option<&str>| text.and_then(|text| text.parse().ok()).expect("a number");
        self.each(kind, color, |shape| names.map(|name| number(shape.attribute(name))))
    }

    /// How many points each line of a color has.
    fn lines(&self, color: &str) -> Vec<usize> {
        let points = |shape: Node| shape.attribute("points").expect("its points").split_whitespace().count();
        self.each("polyline", color, points)
    }

    fn each<T>(&self, kind: &str, color: &str, get: impl Fn(Node) -> T) -> Vec<T> {
        let document = Document::parse(&self.0).expect("a picture is XML");
        let has_color = |shape: &Node| {
            color.is_empty() || [shape.attribute("fill"), shape.attribute("stroke")].contains(&Some(color))
        };
        document
            .descendants()
            .filter(|shape| shape.has_tag_name(("http://www.w3.org/2000/svg", kind)))
            .filter(has_color)
            .map(get)
            .collect()
    }
}

const BLUE: &str = "#0000FF";
const RED: &str = "#FF0000";

#[test]
fn squares() {
    assert_eq!(run("squares", &[]).success(), "55\n");
}

/// Every program that prints, with something to print.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    for args in [
        ["squares"].as_slice(),
        &["clustering"],
        &["csv_files", "installs.csv", "packages.csv"],
        &["infinite", "primes", "--count", "1"],
        &["live_feed", "memory.csv"],
        &["log_files", "dpkg.log"],
        &["many_cores", "."],
        &["many_machines", "access.log.gz"],
        &["measure", "throughput", "--megabytes", "1", "--rounds", "1"],
        &["network_packets", "traffic.pcap"],
        &["pattern_recognition", "search", "memory.csv", "--from", "88", "--length", "30"],
        &["pattern_recognition", "series", "memory.csv"],
        &["pipelines", "README.md"],
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
        let ran: Ran = example(args[0], &args[1..]).stdout(full).output().expect("it runs").into();
        assert_eq!(ran.code, Some(1), "{args:?}: {}", ran.err);
        assert!(ran.err.contains("No space left") && !ran.err.contains("panicked"), "{args:?}: {}", ran.err);
    }
}

/// Of a million broken rows it tells the first, and that there are more.
#[test]
fn many_problems_are_counted() {
    for (args, heading) in [
        (["log_files", "-"].as_slice(), ""),
        (&["csv_files", "-", "packages.csv"], "time,package\n"),
        (&["clustering", "-"], "a,b\n1,2\n"),
        (&["pattern_recognition", "search", "-", "--length", "2"], "a,b\n1,1\n2,2\n"),
    ] {
        let input = format!("{heading}{}", "nonsense,here\n".repeat(5000));
        let (_, err) = run_with_input(args[0], &args[1..], input.as_bytes()).problems();
        assert!(err.ends_with("5000 problems, see above for the first 20\n"), "{args:?}: {err}");
        assert_eq!(err.lines().count(), 21, "{args:?}");
    }
}

/// The lines of JSON say what the text says, number by number and word by word.
#[test]
fn results_as_json() {
    for args in [
        ["clustering"].as_slice(),
        &["csv_files", "installs.csv", "packages.csv"],
        &["live_feed", "memory.csv", "--break-after", "0"],
        &["log_files", "access.log.gz"],
        &["network_packets", "traffic.pcap"],
        &["pattern_recognition", "text", "dpkg.log", "libc-bin"],
        &["pattern_recognition", "series", "memory.csv"],
        &["pattern_recognition", "search", "memory.csv", "--from", "88", "--length", "30"],
    ] {
        let text = run(args[0], &args[1..]).success();
        let out = run(args[0], &[&args[1..], &["--json"]].concat()).success();
        // In the same order; headings are left out.
        let mut rest = text.lines();
        for line in out.lines() {
            let object: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
            let fields = object.as_object().expect("it is an object");
            let is_in = |text: &str| {
                fields.iter().filter(|(name, _)| *name != "longest_seconds" && *name != "longest_lead").all(
                    |(_, value)| match value {
                        serde_json::Value::String(value) => text.contains(&value.to_lowercase()),
                        // The text may have fewer digits.
                        value => value.as_f64().is_none_or(|value| {
                            let numbers = text.split(|c: char| !c.is_ascii_digit() && c != '.' && c != '-');
                            numbers
                                .filter_map(|number| number.parse::<f64>().ok())
                                .any(|number| (number - value).abs() < 0.06)
                        }),
                    },
                )
            };
            assert!(rest.any(|text| is_in(&text.to_lowercase())), "{line}: {text}");
        }
        assert!(out.lines().count() * 2 > text.lines().count(), "{args:?}: {out}");
    }
}

#[test]
fn missing_files_are_told() {
    for (name, arguments) in [
        ("clustering", 1),
        ("csv_files", 2),
        ("live_feed", 1),
        ("log_files", 1),
        ("many_cores", 1),
        ("network_packets", 1),
        ("pipelines", 1),
    ] {
        let (_, err) = run(name, &["no-such-file", "no-such-file"][..arguments]).problems();
        assert!(err.contains("no-such-file"), "{name}: {err}");
    }
}

#[test]
fn pictures_that_cant_be_drawn_are_told() {
    for args in [
        ["clustering"].as_slice(),
        &["csv_files", "installs.csv", "packages.csv"],
        &["live_feed", "memory.csv"],
        &["log_files", "dpkg.log"],
        &["pattern_recognition", "search", "memory.csv"],
        &["pattern_recognition", "series", "memory.csv"],
    ] {
        let (_, err) = run(args[0], &[&args[1..], &["--plot", "no-such-folder/it.svg"]].concat()).problems();
        assert!(err.contains("can't draw no-such-folder/it.svg: "), "{args:?}: {err}");
    }
}

#[test]
fn every_example_tells_its_options() {
    for name in &examples() {
        let help = run(name, &["--help"]).success();
        assert!(help.contains("Usage: ") && help.contains("--help"), "{name}: {help}");
        assert!(
            help.contains(&format!("Examples:\n  {name} ")) || help.contains(&format!("| {name} ")),
            "{name}: {help}"
        );
        assert!(run(name, &["--version"]).success().starts_with(name.as_str()));
        let ran = run(name, &["--no-such-option"]);
        assert_eq!(ran.code, Some(2), "{name}");
        assert!(ran.err.contains("--no-such-option"), "{name}: {}", ran.err);
    }
}
