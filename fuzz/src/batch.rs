//! Compiles many bodies in three crates, ours and plain functions on stable and rustc's generators on nightly, and
//! runs all.
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
    /// `None` where the oracles are compared with each other only.
    pub ours: Option<Outcome>,
    /// `None` where they refuse what is tried.
    pub theirs: Option<Outcome>,
    pub eager: Outcome,
}

/// The crates.
pub struct Workshop {
    ours: Option<Crate>,
    theirs: Option<Crate>,
    eager: Crate,
    /// Runs that aren't looked at, by the first word of their names.
    skipped: Vec<String>,
}

impl Workshop {
    /// Crates in `folder`, of the repository that this crate is a part of.
    ///
    /// `ours` says what ours are printed as, if they are run; `theirs`, whether rustc's are.
    pub fn new(folder: &Path, skipped: Vec<String>, ours: Option<Style>, theirs: bool) -> Result<Self> {
        let fuzz = Path::new(env!("CARGO_MANIFEST_DIR"));
        let repository = fuzz.parent().context("the repository")?;
        let make = |name: &str, core: Option<&str>, style| {
            let made = Crate { folder: folder.join(name), style };
            made.create(&fuzz.join("kit"), core.map(|core| repository.join(core))).map(|()| made)
        };
        let theirs = theirs.then(|| make("theirs", Some("oracle/shim"), Style::Oracle));
        Ok(Workshop {
            ours: ours.map(|style| make("ours", Some("generator-core"), style)).transpose()?,
            theirs: theirs.transpose()?,
            eager: make("eager", None, Style::Eager)?,
            skipped,
        })
    }

    /// Compiles and runs `bodies` in all crates.
    pub fn run(&self, bodies: &[Body]) -> Result<Vec<Outcomes>> {
        let (theirs, others) = std::thread::scope(|scope| {
            let theirs = scope.spawn(|| self.theirs.as_ref().map(|theirs| theirs.run(bodies)).transpose());
            let ours = self.ours.as_ref().map(|ours| ours.run(bodies));
            let eager = self.eager.run(bodies);
            (theirs.join(), (ours, eager))
        });
        let Ok(theirs) = theirs else { bail!("a thread panicked") };
        let (mut ours, mut theirs, mut eager) = (others.0.transpose()?, theirs?, others.1?);
        let take = |from: &mut OutcomeOf, id| {
            let mut outcome = from.remove(&id).context("an outcome for each body")?;
            if let Outcome::Ran(runs) = &mut outcome {
                runs.skip(&self.skipped);
            }
            anyhow::Ok(outcome)
        };
        (0..bodies.len())
            .map(|id| {
                Ok(Outcomes {
                    ours: ours.as_mut().map(|ours| take(ours, id)).transpose()?,
                    theirs: theirs.as_mut().map(|theirs| take(theirs, id)).transpose()?,
                    eager: take(&mut eager, id)?,
                })
            })
            .collect()
    }
}

/// By the number of the body.
type OutcomeOf = BTreeMap<usize, Outcome>;

struct Crate {
    folder: PathBuf,
    style: Style,
}

const PRELUDE: &str = "#![allow(warnings)]
#![allow(arithmetic_overflow, unconditional_panic, unconditional_recursion, let_underscore_lock)]
";

const USES: &str = "mod prelude {
    pub use kit::*;
    pub use std::fmt::Write as _;
    pub use std::rc::Rc;
    pub use std::sync::Arc;
}
use prelude::*;
";

const DRIVEN: &str = "
use generator_core::Generator;

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
    fn create(&self, kit: &Path, core: Option<PathBuf>) -> Result<()> {
        fs::create_dir_all(self.folder.join("src"))?;
        let features = if self.style == Style::Boxed { ", features = [\"boxed\"]" } else { "" };
        let core = core.map(|core| format!("generator-core = {{ path = {core:?}{features} }}\n"));
        let manifest = format!(
            "[workspace]\n\n[package]\nname = \"batch\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nkit = {{ path = {kit:?} }}\n{}\n\
             [profile.dev]\nopt-level = 0\ndebug = false\nincremental = false\n\n\
             [profile.dev.build-override]\nopt-level = 2\n",
            core.unwrap_or_default()
        );
        Ok(fs::write(self.folder.join("Cargo.toml"), manifest)?)
    }

    fn run(&self, bodies: &[Body]) -> Result<OutcomeOf> {
        let mut outcomes = OutcomeOf::new();
        self.write_bodies(bodies)?;
        loop {
            self.write_main(bodies, &outcomes)?;
            let errors = self.compile()?;
            if errors.is_empty() {
                break;
            }
            outcomes.extend(errors.into_iter().map(|(id, refusal)| (id, Outcome::Refused(refusal))));
        }
        outcomes.extend(self.execute()?.into_iter().map(|(id, runs)| (id, Outcome::Ran(runs))));
        Ok(outcomes)
    }

    fn write_bodies(&self, bodies: &[Body]) -> Result<()> {
        for (id, body) in bodies.iter().enumerate() {
            let (call, function) = (print::call(body), print::function(body, self.style));
            let start = match self.style {
                Style::Generator | Style::Boxed | Style::Oracle => format!(
                    "use generator_core::{{Generator, generator}};\n\npub fn start() -> Box<dyn Items> {{\n    \
                     Box::new(crate::Driven({call}))\n}}\n"
                ),
                Style::Eager => format!("pub fn start() {{\n    {call};\n}}\n"),
            };
            let text = format!("use crate::prelude::*;\n\n{function}\n{start}");
            fs::write(self.folder.join(format!("src/b{id}.rs")), text)?;
        }
        Ok(())
    }

    fn write_main(&self, bodies: &[Body], refused: &OutcomeOf) -> Result<()> {
        let mut text = String::new();
        if self.style == Style::Oracle {
            text += "#![feature(gen_blocks, coroutine_clone)]\n";
        }
        text += PRELUDE;
        text += USES;
        if self.style != Style::Eager {
            text += DRIVEN;
        }
        let kind = if self.style == Style::Eager { "Eager" } else { "Generator" };
        let mut cases = String::new();
        for id in (0..bodies.len()).filter(|id| !refused.contains_key(id)) {
            writeln!(text, "mod b{id};")?;
            writeln!(cases, "        Case {{ id: {id}, start: Start::{kind}(b{id}::start) }},")?;
        }
        write!(text, "\nfn main() {{\n    kit::main(&[\n{cases}    ]);\n}}\n")?;
        Ok(fs::write(self.folder.join("src/main.rs"), text)?)
    }

    /// Compiles; the modules with errors, and the first error of each.
    fn compile(&self) -> Result<BTreeMap<usize, Refusal>> {
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
        if self.style == Style::Oracle {
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
    fn execute(&self) -> Result<BTreeMap<usize, Runs>> {
        let mut all = BTreeMap::new();
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
            let last = report::parse(&text, &mut all)?;
            let Some(verdict) = verdict else { return Ok(all) };
            let Some(id) = last else { bail!("{verdict}, before the first body") };
            all.insert(id, Runs::broken(&verdict));
            first = id + 1;
        }
    }
}

/// The modules with errors, and the first error of each, from what cargo prints.
fn errors_in(stdout: &[u8]) -> BTreeMap<usize, Refusal> {
    let mut errors = BTreeMap::new();
    for line in String::from_utf8_lossy(stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
        let message = &message["message"];
        if message["level"] != "error" {
            continue;
        }
        let mut modules = BTreeSet::new();
        let spans = || message["spans"].as_array().into_iter().flatten();
        spans().filter(|span| span["is_primary"] == true).for_each(|span| module_of(span, &mut modules));
        if modules.is_empty() {
            // It is in a macro of the kit: whose use of it is told beside.
            spans().for_each(|span| module_of(span, &mut modules));
        }
        for module in modules {
            errors.entry(module).or_insert_with(|| refusal(message));
        }
    }
    errors
}

/// The body's module that a span lies in, or the macro call behind it.
fn module_of(span: &Value, modules: &mut BTreeSet<usize>) {
    let name = span["file_name"].as_str().and_then(|file| Path::new(file).file_stem()?.to_str());
    let number = name.and_then(|name| name.strip_prefix('b')?.parse().ok());
    if let Some(number) = number {
        modules.insert(number);
        return;
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
