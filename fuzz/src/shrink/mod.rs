//! Failing bodies → small ones that fail in the same way.
//!
//! In a round, all reductions of a body are tried at once, in one batch; then those that still fail are put
//! together as far as that goes; the smallest is where the next round begins.

pub mod edit;

use crate::ast::Body;
use crate::batch::Workshop;
use crate::compare::{Verdict, compare};
use anyhow::Result;
use edit::Edit;

/// A body that fails.
#[derive(Clone, Debug)]
pub struct Failure {
    pub body: Body,
    pub verdict: Verdict,
    /// What has to stay the same.
    pub kind: String,
}

/// How many reductions are tried in one batch, for each failure: large bodies take long to compile.
fn most(size: usize) -> usize {
    match size {
        0..40 => 70,
        40..90 => 35,
        _ => 20,
    }
}

/// No failure takes as many rounds, as each takes something away.
const ROUNDS: usize = 40;

/// Shrinks all of `failures` at the same time: a few, so that a batch stays small.
pub fn shrink(workshop: &Workshop, failures: &mut [Failure], mut tell: impl FnMut(usize)) -> Result<()> {
    let mut going: Vec<usize> = (0..failures.len()).collect();
    for round in 0..ROUNDS {
        if going.is_empty() {
            break;
        }
        tell(round);
        going = try_round(workshop, &going, failures)?;
    }
    Ok(())
}

/// One round for the failures of these numbers; those that became smaller.
fn try_round(workshop: &Workshop, numbers: &[usize], failures: &mut [Failure]) -> Result<Vec<usize>> {
    let mut singles: Vec<(usize, Vec<Edit>)> = Vec::new();
    for number in numbers {
        let body = &failures[*number].body;
        let mut edits: Vec<Vec<Edit>> = edit::edits(body).into_iter().map(|edit| vec![edit]).collect();
        edits.retain(|edits| {
            let edited = edit::apply(body, edits);
            edit::size(&edited) < edit::size(body) && edited.ends()
        });
        edits.sort_by_key(|edits| edit::size(&edit::apply(body, edits)));
        // From those that take most away to those that take least.
        let step = edits.len().div_ceil(most(edit::size(body))).max(1);
        singles.extend(edits.into_iter().step_by(step).map(|edits| (*number, edits)));
    }
    let kept = try_edits(workshop, &singles, failures)?;
    let mut together: Vec<(usize, Vec<Edit>)> = Vec::new();
    for number in numbers {
        let fitting: Vec<Edit> =
            kept.iter().filter(|(of, ..)| of == number).flat_map(|(_, edits, _)| edits.clone()).collect();
        let body = &failures[*number].body;
        let combined = combinations(&fitting).into_iter().filter(|edits| edit::apply(body, edits).ends());
        together.extend(combined.map(|edits| (*number, edits)));
    }
    let kept_together = try_edits(workshop, &together, failures)?;
    let mut smaller = Vec::new();
    for number in numbers {
        let all = kept.iter().chain(&kept_together).filter(|(of, ..)| of == number);
        let best = all.min_by_key(|(_, edits, _)| edit::size(&edit::apply(&failures[*number].body, edits)));
        if let Some((_, edits, verdict)) = best {
            let failure = &mut failures[*number];
            failure.body = edit::apply(&failure.body, edits);
            failure.verdict = verdict.clone();
            smaller.push(*number);
        }
    }
    Ok(smaller)
}

/// All together, and ever smaller runs of them.
fn combinations(edits: &[Edit]) -> Vec<Vec<Edit>> {
    let mut combinations = Vec::new();
    let mut length = edits.len();
    while length > 1 && combinations.len() < 40 {
        combinations.extend(edits.chunks(length).map(<[Edit]>::to_vec));
        length = length.div_ceil(2);
        if length == 2 && edits.len() > 60 {
            break;
        }
        if length <= 1 {
            break;
        }
    }
    combinations
}

/// Those of the edits after which a body fails as before.
fn try_edits(
    workshop: &Workshop,
    tries: &[(usize, Vec<Edit>)],
    failures: &[Failure],
) -> Result<Vec<(usize, Vec<Edit>, Verdict)>> {
    if tries.is_empty() {
        return Ok(Vec::new());
    }
    let bodies: Vec<Body> =
        tries.iter().map(|(number, edits)| edit::apply(&failures[*number].body, edits)).collect();
    let outcomes = workshop.run(&bodies)?;
    let verdicts = outcomes.iter().map(compare);
    let tried = tries.iter().zip(verdicts);
    let fails = |(number, _): &(usize, Vec<Edit>), verdict: &Verdict| {
        verdict.kind().as_deref() == Some(failures[*number].kind.as_str())
    };
    Ok(tried
        .filter(|(one, verdict)| fails(one, verdict))
        .map(|((number, edits), verdict)| (*number, edits.clone(), verdict))
        .collect())
}
