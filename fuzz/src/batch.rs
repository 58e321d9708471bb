//! Compiles many bodies in two crates, ours on stable and rustc's on nightly, and runs both.
//!
//! Each body is a module of its own, so that a compile error tells which it is about; what doesn't compile is
//! taken out, and the rest compiled again.

use crate::ast::Body;
use crate::print::{self, Style};
use crate::report::{self, Runs};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Why a body doesn't compile.
#[derive(Clone, PartialEq, Debug)]
pub struct Refusal {
    /// `E0382`, or the message itself where it has no code.
    pub kind: String,
    /// What rustc prints.
    pub message: String,
}

/// What came of a body in one crate.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    Refused(Refusal),
    Ran(Runs),
}

/// What came of a body.
#[derive(Clone, Debug)]
pub struct Outcomes {
    pub ours: Outcome,
    pub theirs: Outcome,
    pub eager: Outcome,
}

/// The two crates.
pub struct Workshop {
    ours: Crate,
    theirs: Crate,
    /// Runs that aren't looked at, by the first word of their names.
    skipped: Vec<String>,
}

impl Workshop {
    /// Crates in `folder`, of the repository that this crate is a part of.
    pub fn new(folder: &Path, skipped: Vec<String>) -> Result<Self> {
        let fuzz = Path::new(env!("CARGO_MANIFEST_DIR"));
        let repository = fuzz.parent().context("the repository")?;
        let make = |name: &str, core: PathBuf, is_oracle| {
            let made = Crate { folder: folder.join(name), is_oracle };
            made.create(&fuzz.join("kit"), &core).map(|()| made)
        };
        Ok(Workshop {
            ours: make("ours", repository.join("generator-core"), false)?,
            theirs: make("theirs", repository.join("oracle/shim"), true)?,
            skipped,
        })
    }

    /// Compiles and runs `bodies` in both crates.
    pub fn run(&self, bodies: &[Body]) -> Result<Vec<Outcomes>> {
        let (ours, theirs) = std::thread::scope(|scope| {
            let theirs = scope.spawn(|| self.theirs.run(bodies));
            (self.ours.run(bodies), theirs.join())
        });
        let Ok(theirs) = theirs else { bail!("a thread panicked") };
        let (mut ours, mut theirs) = (ours?, theirs?);
        let take = |from: &mut Outcome2, id| {
            let mut outcome = from.remove(&id).context("an outcome for each body")?;
            if let Outcome::Ran(runs) = &mut outcome {
                runs.skip(&self.skipped);
            }
            anyhow::Ok(outcome)
        };
        (0..bodies.len())
            .map(|id| {
                Ok(Outcomes {
                    ours: take(&mut ours.0, id)?,
                    eager: take(&mut ours.1, id)?,
                    theirs: take(&mut theirs.0, id)?,
                })
            })
            .collect()
    }
}

type Outcome2 = BTreeMap<usize, Outcome>;

struct Crate {
    folder: PathBuf,
    is_oracle: bool,
}

const PRELUDE: &str = "#![allow(warnings)]
#![allow(arithmetic_overflow, unconditional_panic, unconditional_recursion)]
";

const DRIVEN: &str = "
mod prelude {
    pub use generator_core::{Generator, generator};
    pub use kit::*;
    pub use std::fmt::Write as _;
}
use prelude::*;

struct Driven<G>(G);

impl<G: Generator<Item: std::fmt::Debug>> Items for Driven<G> {
    fn advance(&mut self) -> bool {
        match self.0.next() {
            Some(item) => {
                received(item);
                true
            }
            None => false,
        }
    }
    fn fold(self: Box<Self>) {
        self.0.fold((), |(), item| received(item));
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
    fn status(&self) -> char {
        format!(\"{:?}\", self.0.status()).chars().next().unwrap_or('?')
    }
}
";

impl Crate {
    fn create(&self, kit: &Path, core: &Path) -> Result<()> {
        fs::create_dir_all(self.folder.join("src"))?;
        let manifest = format!(
            "[workspace]\n\n[package]\nname = \"batch\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nkit = {{ path = {kit:?} }}\n\
             generator-core = {{ path = {core:?} }}\n\n\
             [profile.dev]\nopt-level = 0\ndebug = false\nincremental = false\n\n\
             [profile.dev.build-override]\nopt-level = 2\n"
        );
        Ok(fs::write(self.folder.join("Cargo.toml"), manifest)?)
    }

    /// The outcomes of the generators, and of the eager functions.
    fn run(&self, bodies: &[Body]) -> Result<(Outcome2, Outcome2)> {
        let mut refused = (Outcome2::new(), Outcome2::new());
        self.write_bodies(bodies)?;
        loop {
            self.write_main(bodies, &refused)?;
            let errors = self.compile()?;
            if errors.is_empty() {
                break;
            }
            for (module, refusal) in errors {
                let (kind, id) = module.split_at(1);
                let id = id.parse()?;
                let side = if kind == "e" { &mut refused.1 } else { &mut refused.0 };
                side.insert(id, Outcome::Refused(refusal));
            }
        }
        let (generators, eager) = self.execute()?;
        let mut outcomes = refused;
        outcomes.0.extend(generators.into_iter().map(|(id, runs)| (id, Outcome::Ran(runs))));
        outcomes.1.extend(eager.into_iter().map(|(id, runs)| (id, Outcome::Ran(runs))));
        Ok(outcomes)
    }

    fn write_bodies(&self, bodies: &[Body]) -> Result<()> {
        for (id, body) in bodies.iter().enumerate() {
            let call = print::call(body);
            let function = print::function(body, Style::Generator);
            let text = format!(
                "use crate::prelude::*;\n\n{function}\npub fn start() -> Box<dyn Items> {{\n    \
                 Box::new(crate::Driven({call}))\n}}\n"
            );
            fs::write(self.folder.join(format!("src/b{id}.rs")), text)?;
            if !self.is_oracle {
                let function = print::function(body, Style::Eager);
                let text =
                    format!("use crate::prelude::*;\n\n{function}\npub fn start() {{\n    {call};\n}}\n");
                fs::write(self.folder.join(format!("src/e{id}.rs")), text)?;
            }
        }
        Ok(())
    }

    fn write_main(&self, bodies: &[Body], refused: &(Outcome2, Outcome2)) -> Result<()> {
        let mut text = String::new();
        if self.is_oracle {
            text += "#![feature(gen_blocks, coroutine_clone)]\n";
        }
        text += PRELUDE;
        text += DRIVEN;
        let mut cases = String::new();
        for id in 0..bodies.len() {
            let start = (!refused.0.contains_key(&id)).then(|| format!("b{id}"));
            let eager = (!self.is_oracle && !refused.1.contains_key(&id)).then(|| format!("e{id}"));
            for module in start.iter().chain(&eager) {
                writeln!(text, "mod {module};")?;
            }
            let spell = |module: Option<String>| {
                module.map_or("None".to_owned(), |name| format!("Some({name}::start)"))
            };
            writeln!(
                cases,
                "        Case {{ id: {id}, start: {}, eager: {} }},",
                spell(start),
                spell(eager)
            )?;
        }
        write!(text, "\nfn main() {{\n    kit::main(&[\n{cases}    ]);\n}}\n")?;
        Ok(fs::write(self.folder.join("src/main.rs"), text)?)
    }

    /// Compiles; the modules with errors, and the first error of each.
    fn compile(&self) -> Result<BTreeMap<String, Refusal>> {
        let mut output = self.cargo()?;
        let mut errors = errors_in(&output.stdout);
        if !output.status.success() && errors.is_empty() {
            // A compiler that was killed says nothing of the bodies: once more.
            output = self.cargo()?;
            errors = errors_in(&output.stdout);
        }
        if !output.status.success() && errors.is_empty() {
            bail!("{} doesn't compile:\n{}", self.folder.display(), String::from_utf8_lossy(&output.stderr));
        }
        Ok(errors)
    }

    fn cargo(&self) -> Result<Output> {
        let mut command = Command::new("cargo");
        if self.is_oracle {
            command.arg("+nightly");
        }
        // What cargo sets for its own children would reach rustc through us.
        for (name, _) in std::env::vars() {
            if name.starts_with("CARGO_") && name != "CARGO_HOME" || name == "RUSTUP_TOOLCHAIN" {
                command.env_remove(name);
            }
        }
        command
            .args(["build", "--quiet", "--message-format=json"])
            .current_dir(&self.folder)
            .stderr(Stdio::piped())
            .output()
            .context("cargo can't be started")
    }

    /// Runs the compiled batch, again from behind what hangs or dies.
    fn execute(&self) -> Result<(BTreeMap<usize, Runs>, BTreeMap<usize, Runs>)> {
        let (mut generators, mut eager) = (BTreeMap::new(), BTreeMap::new());
        let mut first = 0;
        loop {
            let log = self.folder.join("log");
            let status = Command::new(self.folder.join("target/debug/batch"))
                .arg(&log)
                .arg(first.to_string())
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .context("the batch can't be started")?;
            let verdict = match status.code() {
                Some(0) => None,
                // See `kit::main`.
                Some(3) => Some("it never ends".to_owned()),
                _ => Some(format!("it died: {status}")),
            };
            let text = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
            let mut last = report::parse(&text, &mut generators, &mut eager)?;
            let Some(verdict) = verdict else { return Ok((generators, eager)) };
            let Some((id, is_eager)) = last.take() else { bail!("{verdict}, before the first body") };
            let side = if is_eager { &mut eager } else { &mut generators };
            side.insert(id, Runs::broken(&verdict));
            if !is_eager && !self.is_oracle {
                eager.entry(id).or_insert_with(|| Runs::broken("not run"));
            }
            first = id + 1;
        }
    }
}

/// The modules with errors, and the first error of each, from what cargo prints.
fn errors_in(stdout: &[u8]) -> BTreeMap<String, Refusal> {
    let mut errors = BTreeMap::new();
    for line in String::from_utf8_lossy(stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
        let message = &message["message"];
        if message["level"] != "error" {
            continue;
        }
        let mut modules = BTreeSet::new();
        let spans = message["spans"].as_array().into_iter().flatten();
        for span in spans.filter(|span| span["is_primary"] == true) {
            module_of(span, &mut modules);
        }
        for module in modules {
            errors.entry(module).or_insert_with(|| refusal(message));
        }
    }
    errors
}

/// The body's module that a span lies in, or the macro call behind it.
fn module_of(span: &Value, modules: &mut BTreeSet<String>) {
    let name = span["file_name"].as_str().and_then(|file| Path::new(file).file_stem()?.to_str());
    if let Some(name) = name {
        let is_body =
            name.starts_with(['b', 'e']) && name.len() > 1 && name[1..].bytes().all(|c| c.is_ascii_digit());
        if is_body {
            modules.insert(name.to_owned());
            return;
        }
    }
    if span["expansion"].is_object() {
        module_of(&span["expansion"]["span"], modules);
    }
}

fn refusal(message: &Value) -> Refusal {
    let text = message["message"].as_str().unwrap_or_default();
    let kind = match message["code"]["code"].as_str() {
        Some(code) => code.to_owned(),
        None => text.lines().next().unwrap_or_default().split('`').step_by(2).collect::<Vec<_>>().join("`"),
    };
    Refusal { kind, message: message["rendered"].as_str().unwrap_or(text).to_owned() }
}
