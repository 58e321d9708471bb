//! How many items are left at a point, as a sum: so many for certain, and so many for each item of an iterator.
//!
//! `for x in xs { yield_!(x); } yield_!(1);` → at its start one item, and one for each that the iterator of `xs` has.

use crate::ir::LocalId;
use std::collections::BTreeMap;

/// How many items are left.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// At least so many, and those of the rounds.
    pub lower: usize,
    /// At most so many, and those of the rounds.
    pub upper: Option<usize>,
    /// Of each hidden iterator, and of a parameter that is to be one: how many items are left for each of its own, at least
    /// and at most.
    pub rounds: BTreeMap<LocalId, (usize, usize)>,
}

impl Hint {
    /// No item.
    pub const NONE_LEFT: Hint = Hint { lower: 0, upper: Some(0), rounds: BTreeMap::new() };
    /// It can't be told.
    pub const UNKNOWN: Hint = Hint { lower: 0, upper: None, rounds: BTreeMap::new() };

    /// One item, and then these.
    pub fn and_one(mut self) -> Self {
        self.lower = self.lower.saturating_add(1);
        self.upper = self.upper.and_then(|upper| upper.checked_add(1));
        self
    }

    /// These, and then others.
    pub fn and(mut self, others: &Hint) -> Self {
        self.lower = self.lower.saturating_add(others.lower);
        self.upper = self.upper.zip(others.upper).and_then(|(one, other)| one.checked_add(other));
        for (iter, (least, most)) in &others.rounds {
            let rounds = self.rounds.entry(*iter).or_default();
            *rounds = (rounds.0.saturating_add(*least), rounds.1.saturating_add(*most));
        }
        self
    }

    /// Either these or others.
    fn or(mut self, others: &Hint) -> Self {
        self.lower = self.lower.min(others.lower);
        self.upper = self.upper.zip(others.upper).map(|(one, other)| one.max(other));
        let iters = self.rounds.keys().chain(others.rounds.keys()).copied();
        self.rounds = iters
            .map(|iter| {
                let of = |hint: &Hint| hint.rounds.get(&iter).copied().unwrap_or_default();
                let (one, other) = (of(&self), of(others));
                (iter, (one.0.min(other.0), one.1.max(other.1)))
            })
            .collect();
        self
    }

    /// Where `iter` can't be asked: it isn't made yet, or is still to be used otherwise.
    pub fn without(mut self, iter: LocalId) -> Self {
        if self.rounds.remove(&iter).is_some_and(|(_, most)| most > 0) {
            self.upper = None;
        }
        self
    }

    /// Where `iter` isn't made yet, from `source`, which has the same items.
    pub fn renamed(mut self, iter: LocalId, source: LocalId) -> Self {
        let rounds = self.rounds.remove(&iter);
        self.rounds.extend(rounds.map(|rounds| (source, rounds)));
        self
    }

    /// These, once for each item that `iter` has, or if `may_stop` fewer times.
    fn in_rounds(&self, iter: LocalId, may_stop: bool) -> Self {
        let least = if may_stop { 0 } else { self.lower };
        // What another iterator has differs from round to round.
        let is_known = self.rounds.values().all(|(_, most)| *most == 0);
        match self.upper.filter(|_| is_known) {
            Some(most) => Hint { rounds: BTreeMap::from([(iter, (least, most))]), ..Hint::NONE_LEFT },
            None => Hint { rounds: BTreeMap::from([(iter, (least, 0))]), ..Hint::UNKNOWN },
        }
    }
}

/// What is left on the ways to each end that control comes to from a point, back to the head of a loop `L` around it, or to
/// the end of the body; none where it never comes to one.
#[derive(Clone, Debug)]
pub struct Ways<L>(BTreeMap<Option<L>, Hint>);

impl<L: Copy + Ord> Ways<L> {
    /// Control never comes to an end: it panics, or there is no such way.
    pub fn none() -> Self {
        Ways(BTreeMap::new())
    }

    /// So many are left up to `end`.
    pub fn to(end: Option<L>, hint: Hint) -> Self {
        Ways(BTreeMap::from([(end, hint)]))
    }

    /// The ways of both.
    pub fn or(mut self, other: Self) -> Self {
        for (end, hint) in other.0 {
            let joined = match self.0.remove(&end) {
                Some(known) => known.or(&hint),
                None => hint,
            };
            self.0.insert(end, joined);
        }
        self
    }

    /// Each way, with what `change` makes of it.
    pub fn on_all(self, change: impl Fn(Hint) -> Hint) -> Self {
        Ways(self.0.into_iter().map(|(end, hint)| (end, change(hint))).collect())
    }

    /// Whether `iter` is asked on one of them.
    pub fn asks(&self, iter: LocalId) -> bool {
        self.0.values().any(|hint| hint.rounds.contains_key(&iter))
    }

    /// Where `iter` can't be asked.
    pub fn without(self, iter: LocalId) -> Self {
        if self.asks(iter) { self.on_all(|hint| hint.without(iter)) } else { self }
    }

    /// What is left at the head of the `for` loop `id`, of which one `round` leads back there or out of it, and `otherwise` on.
    pub fn at_head_of_for(id: L, iter: LocalId, mut round: Self, otherwise: Self) -> Self {
        let Some(back) = round.0.remove(&Some(id)) else { return round.or(otherwise) };
        let at_the_end = otherwise.on_all(|hint| hint.and(&back.in_rounds(iter, false)));
        let before = round.on_all(|hint| hint.and(&back.in_rounds(iter, true)));
        at_the_end.or(before)
    }

    /// What is left at the head of the loop `id`, of which one `round` leads back there or out of it.
    pub fn at_head(id: L, mut round: Self) -> Self {
        let Some(back) = round.0.remove(&Some(id)) else { return round };
        if round.0.is_empty() {
            // Nothing leads out of it.
            let lower = if back.lower > 0 { usize::MAX } else { 0 };
            return Ways::to(None, Hint { lower, ..Hint::UNKNOWN });
        }
        if back == Hint::NONE_LEFT { round } else { round.on_all(|hint| Hint { upper: None, ..hint }) }
    }

    /// What is left up to the end, where `head` tells what is left at the head of each loop around.
    pub fn to_the_end(&self, head: impl Fn(L) -> Option<Hint>) -> Hint {
        let ways = self.0.iter().map(|(end, hint)| match end {
            None => hint.clone(),
            Some(id) => head(*id).map_or(Hint::UNKNOWN, |beyond| beyond.and(hint)),
        });
        ways.reduce(|one, other| one.or(&other)).unwrap_or(Hint::UNKNOWN)
    }
}
