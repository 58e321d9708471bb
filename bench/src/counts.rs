//! Instructions an item, as callgrind counts them: the same on a busy machine as on an idle one.
//!
//! One run of callgrind has all bodies. Each is run once to warm up and then once within [`counted`]: callgrind
//! starts from zero where that begins, and writes a file where it ends. What `counts.txt`
//! records is the instructions of ours; growth beyond [`TOLERANCE`] is a failure. (gungraun, a harness around
//! callgrind, would need a runner of its very version installed beside it.)

use std::ffi::OsStr;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;

use crate::bodies;
use crate::body::Body;
use crate::column::Column;
use crate::coroutines;
use crate::exchange::{self, Numbers};
use crate::table::Table;

#[derive(Args)]
pub(crate) struct Options {
    /// Write `counts.txt` afresh.
    #[arg(long)]
    record: bool,
    /// Leave out rustc's own generators, and with them the nightly build.
    #[arg(long)]
    only_ours: bool,
    /// Run what is counted, in callgrind.
    #[arg(long, hide = true)]
    counted: bool,
}

/// The columns that are counted, of those a build has.
const COLUMNS: [Column; 8] = [
    Column::Hand,
    Column::Loop,
    Column::Next,
    Column::Fold,
    Column::HandDyn,
    Column::Dyn,
    Column::Gen,
    Column::GenDyn,
];

/// Those that `counts.txt` records.
const RECORDED: [Column; 3] = [Column::Next, Column::Fold, Column::Dyn];

/// By how much a count may grow.
const TOLERANCE: f64 = 1.05;

pub(crate) fn main(options: &Options) -> Result<ExitCode> {
    if options.counted {
        run_counted();
        return Ok(ExitCode::SUCCESS);
    }
    let debug = cfg!(debug_assertions);
    ensure!(!(debug && options.record), "only the counts of `--release` are recorded");
    if !Command::new("valgrind").arg("--version").output().is_ok_and(|output| output.status.success()) {
        println!("skipped: valgrind isn't installed");
        return Ok(ExitCode::SUCCESS);
    }
    let mut numbers = count(&std::env::current_exe()?)?;
    if !options.only_ours
        && let Some(program) = exchange::nightly_build()?
    {
        numbers.extend(count(&program)?);
    }
    let bodies = measured();
    print!("{}", table(&bodies, &numbers));
    if debug {
        println!("\nnot compared: what is recorded is of `--release`");
        return Ok(ExitCode::SUCCESS);
    }
    let compiler = compiler()?;
    let path = exchange::folder().join("counts.txt");
    if options.record {
        fs::write(&path, record(&compiler, &bodies, &numbers))?;
        return Ok(ExitCode::SUCCESS);
    }
    compare(&fs::read_to_string(&path).context("no counts are recorded")?, &compiler, &bodies, &numbers)
}

/// The bodies of iterators and of coroutines.
fn measured() -> Vec<Body> {
    bodies::all().into_iter().chain(coroutines::all()).collect()
}

/// What callgrind is told to count.
#[inline(never)]
fn counted(run: &dyn Fn()) -> bool {
    run();
    // What follows makes it a call from which to come back, at which callgrind stops counting.
    black_box(true)
}

/// Runs what is to be counted, and says what it is, a line each.
fn run_counted() {
    for body in measured() {
        for run in body.runs.iter().filter(|run| COLUMNS.contains(&run.column)) {
            (run.run)();
            counted(&*run.run);
            println!("{}\t{:?}\t{}", body.name, run.column, body.items);
        }
    }
}

/// The instructions an item, in a program of either build.
fn count(program: &Path) -> Result<Numbers> {
    let folder = exchange::folder().join("target/callgrind");
    // Files that an earlier run has left would be taken for this one's.
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let name = program.file_stem().and_then(OsStr::to_str).context("the program has no name")?;
    let counted = format!("{}::counts::counted", name.replace('-', "_"));
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .args([format!("--zero-before={counted}"), format!("--dump-after={counted}")])
        .arg(format!("--callgrind-out-file={}", folder.join("out").display()))
        .arg(program)
        .args(["counts", "--counted"])
        .stderr(Stdio::null())
        .output()?;
    ensure!(output.status.success(), "callgrind fails on {}", program.display());
    let mut numbers = Numbers::parse(&String::from_utf8(output.stdout)?)?;
    for (place, items) in numbers.values_mut().enumerate() {
        *items = instructions(&folder.join(format!("out.{}", place + 1)))? / *items;
    }
    Ok(numbers)
}

/// The total of a file that callgrind has written.
fn instructions(path: &PathBuf) -> Result<f64> {
    let text =
        fs::read_to_string(path).with_context(|| format!("callgrind has not written {}", path.display()))?;
    let total =
        text.lines().find_map(|line| line.strip_prefix("summary: ").or(line.strip_prefix("totals: ")));
    Ok(total.context("callgrind counts nothing")?.trim().parse()?)
}

fn table(bodies: &[Body], numbers: &Numbers) -> Table {
    let heads = COLUMNS.map(|column| column.to_string());
    let mut table = Table::new(["instructions".to_owned()].into_iter().chain(heads));
    for body in bodies {
        let counts = COLUMNS.map(|column| match numbers.get(body.name, column) {
            Some(count) => format!("{count:.2}"),
            None => table.missing(None),
        });
        table.row([body.name.to_owned()].into_iter().chain(counts).collect());
    }
    table
}

/// What `counts.txt` holds: the compiler, on which the counts depend, and the counts.
fn record(compiler: &str, bodies: &[Body], numbers: &Numbers) -> String {
    let mut recorded = Numbers::default();
    for (body, column) in recorded_of(bodies) {
        if let Some(count) = numbers.get(body.name, column) {
            recorded.add(body.name, column, (count * 100.0).round() / 100.0);
        }
    }
    format!("{compiler}\n{}", recorded.to_text())
}

fn compare(recorded: &str, compiler: &str, bodies: &[Body], numbers: &Numbers) -> Result<ExitCode> {
    let (recorded_by, recorded) = recorded.split_once('\n').context("counts.txt is empty")?;
    if recorded_by != compiler {
        println!("skipped: the counts are recorded with {recorded_by}, and this is {compiler}");
        return Ok(ExitCode::SUCCESS);
    }
    let recorded = Numbers::parse(recorded)?;
    let mut code = ExitCode::SUCCESS;
    for (body, column) in recorded_of(bodies) {
        let (before, now) = (recorded.get(body.name, column), numbers.get(body.name, column));
        match (before, now) {
            (Some(before), Some(now)) if now > before * TOLERANCE => {
                println!(
                    "failed: {} by {column} took {before:.2} instructions an item, now {now:.2}",
                    body.name
                );
                code = ExitCode::FAILURE;
            }
            (None, Some(_)) => println!("not recorded: {} by {column}", body.name),
            _ => {}
        }
    }
    Ok(code)
}

fn recorded_of(bodies: &[Body]) -> impl Iterator<Item = (&Body, Column)> {
    bodies.iter().flat_map(|body| RECORDED.map(|column| (body, column)))
}

/// The version and the target of the compiler, as in `rustc 1.95.0 x86_64-unknown-linux-gnu`.
fn compiler() -> Result<String> {
    let output = Command::new("rustc").arg("-vV").output()?;
    let text = String::from_utf8(output.stdout)?;
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name));
    match (field("release: "), field("host: ")) {
        (Some(release), Some(host)) => Ok(format!("rustc {release} {host}")),
        _ => bail!("rustc doesn't say what it is"),
    }
}
