//! Ours against rustc's and against the plain function: the first run in which they differ.

use crate::batch::{Outcome, Outcomes, Refusal};
use crate::report::{Run, Runs};
use similar::{ChangeTag, TextDiff};
use std::fmt::Write as _;

/// What came of comparing.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// rustc refuses the body, or the plain function: nothing to compare with.
    Invalid(Refusal),
    Same(Agreement),
    /// Ours alone refuses it.
    Refused(Refusal),
    /// Ours alone refuses it, and the README says so.
    Limited,
    Different(Difference),
}

/// What rustc says where a borrow is alive in a statement that is cut into sections, as it moves a variable on some path
/// only: a documented limit.
const LIMIT: &str = "E0505";

/// The runs of a body that agree.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Agreement {
    pub runs: usize,
    /// Those of them in which a panic drops the same variables, in another order: a documented exception.
    pub unwound_otherwise: usize,
}

/// A run that differs.
#[derive(Clone, Debug)]
pub struct Difference {
    /// How the body was driven.
    pub run: String,
    /// What ours was compared with: `gen` or `eager`.
    pub with: &'static str,
    pub ours: Vec<String>,
    pub theirs: Vec<String>,
}

impl Verdict {
    /// What kind of failure it is: shrinking keeps it. `None` if it isn't one.
    pub fn kind(&self) -> Option<String> {
        match self {
            Verdict::Invalid(_) | Verdict::Same(_) | Verdict::Limited => None,
            Verdict::Refused(refusal) => Some(format!("refused: {}", refusal.kind)),
            Verdict::Different(difference) => Some(difference.kind()),
        }
    }
}

impl Difference {
    /// How the body was driven, and the kind of the first lines that differ.
    fn kind(&self) -> String {
        let run =
            self.run.split(' ').filter(|word| word.parse::<u32>().is_err()).collect::<Vec<_>>().join(" ");
        let at = self.ours.iter().zip(&self.theirs).take_while(|(ours, theirs)| ours == theirs).count();
        let word = |log: &[String]| {
            log.get(at).and_then(|line| line.split(' ').next()).unwrap_or("nothing").to_owned()
        };
        format!("{run}: {} for {} of {}", word(&self.ours), word(&self.theirs), self.with)
    }

    /// Both logs, as a diff from rustc's to ours.
    pub fn show(&self) -> String {
        let (theirs, ours) = (self.theirs.join("\n"), self.ours.join("\n"));
        let mut text = format!("run `{}`, from {} to ours:\n", self.run, self.with);
        for change in TextDiff::from_lines(&theirs, &ours).iter_all_changes() {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            let _ = writeln!(text, "  {sign} {}", change.value().trim_end());
        }
        text
    }
}

/// Compares ours with both oracles, or those with each other.
pub fn compare(outcomes: &Outcomes) -> Verdict {
    let theirs = match &outcomes.theirs {
        Some(Outcome::Refused(refusal)) => return Verdict::Invalid(refusal.clone()),
        Some(Outcome::Ran(runs)) => Some(runs),
        None => None,
    };
    let eager = match &outcomes.eager {
        Outcome::Refused(refusal) => return Verdict::Invalid(refusal.clone()),
        Outcome::Ran(runs) => runs,
    };
    let ours = match &outcomes.ours {
        None => {
            return theirs
                .map_or(Verdict::Limited, |theirs| compare_runs(theirs, &[("eager", eager, false)]));
        }
        Some(Outcome::Refused(refusal)) if refusal.kind == LIMIT => return Verdict::Limited,
        Some(Outcome::Refused(refusal)) => return Verdict::Refused(refusal.clone()),
        Some(Outcome::Ran(runs)) => runs,
    };
    // rustc's own transform miscompiles some bodies, such as a `match` with a guard that suspends.
    let is_miscompiled = theirs.is_none_or(|theirs| theirs.broken.is_some()) && ours.broken.is_none();
    let oracle = theirs.unwrap_or(eager);
    if ours.broken.is_some() || ours.runs.is_empty() {
        return match (&ours.broken, &oracle.broken) {
            (ours, theirs) if ours == theirs => Verdict::Same(Agreement { runs: 1, unwound_otherwise: 0 }),
            (ours, theirs) => Verdict::Different(Difference {
                run: "all".to_owned(),
                with: "gen",
                ours: ours.iter().cloned().collect(),
                theirs: theirs.iter().cloned().collect(),
            }),
        };
    }
    let oracles = [("gen", oracle, true), ("eager", eager, false)];
    compare_runs(ours, &oracles[usize::from(is_miscompiled)..])
}

/// Compares runs with those of oracles, of which generators have notes, too.
fn compare_runs(ours: &Runs, oracles: &[(&'static str, &Runs, bool)]) -> Verdict {
    let mut agreement = Agreement::default();
    for (with, runs, with_notes) in oracles {
        for run in &runs.runs {
            let (ours, theirs) = (lines(ours.get(&run.name), *with_notes), lines(Some(run), *with_notes));
            let is_same = ours == theirs;
            if !is_same && in_any_order(ours.clone()) != in_any_order(theirs.clone()) {
                return Verdict::Different(Difference { run: run.name.clone(), with, ours, theirs });
            }
            agreement.runs += 1;
            agreement.unwound_otherwise += usize::from(!is_same);
        }
    }
    Verdict::Same(agreement)
}

fn lines(run: Option<&Run>, with_notes: bool) -> Vec<String> {
    match run {
        None => vec!["no such run".to_owned()],
        Some(run) if with_notes => run.log.iter().chain(&run.notes).cloned().collect(),
        Some(run) => run.log.clone(),
    }
}

/// Sorts the drops before a panic comes out.
fn in_any_order(mut log: Vec<String>) -> Vec<String> {
    if let Some(panic) = log.iter().position(|line| line == "panic") {
        let drops = log[..panic].iter().rev().take_while(|line| line.starts_with("drop ")).count();
        log[panic - drops..panic].sort_unstable();
    }
    log
}
