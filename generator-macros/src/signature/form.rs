//! What is returned, and how the attribute asks for it → [`Form`]: how a body is kept while it is suspended.
//!
//! `#[generator(boxed)] fn f() -> impl Iterator<Item = u32>` → [`Form::Boxed`].

use super::returned::{self, Kind, Returned};
use crate::errors::{Errors, text};
use crate::features::Feature;
use crate::parse::args::Args;
use syn::{Signature, Token};

/// How a body is kept while it is suspended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// As a state, cut into sections.
    Machine,
    /// As it is written, in a box.
    Boxed,
    /// As it is written, where its caller pins it.
    Pinned,
    /// The same, and it waits for what it awaits.
    Stream,
}

impl Form {
    /// Whether the body stays as it is written.
    pub fn is_as_written(self) -> bool {
        self != Form::Machine
    }

    /// Whether the body may await.
    pub fn awaits(self) -> bool {
        self == Form::Stream
    }

    /// Reads it. What doesn't go together is recorded in `errors`.
    pub(super) fn of(args: &Args, sig: &Signature, returned: &Returned, errors: &Errors) -> Self {
        check_async(sig.asyncness.as_ref(), returned, errors);
        let form = match (&returned.kind, &args.boxed) {
            (Kind::Iterator | Kind::Coroutine(_), None) => Form::Machine,
            (Kind::Iterator | Kind::Coroutine(_), Some(boxed)) => {
                require(Feature::Boxed, boxed, errors);
                let lifetimes = returned.coroutine().and_then(|coroutine| coroutine.lifetimes.as_ref());
                if let Some(lifetimes) = lifetimes {
                    errors.error(lifetimes, text::BOXED_HIGHER_RANKED);
                }
                Form::Boxed
            }
            (Kind::Recursion(name), boxed) => {
                require(Feature::Alloc, name, errors);
                if let Some(boxed) = boxed {
                    errors.error(boxed, text::BOXED_RECURSION);
                }
                Form::Machine
            }
            (Kind::Pinned, boxed) => {
                require(Feature::Boxed, &sig.output, errors);
                if let Some(boxed) = boxed {
                    errors.error(boxed, text::BOXED_AND_PINNED);
                }
                Form::Pinned
            }
            (Kind::Stream(_), boxed) => {
                match &sig.asyncness {
                    Some(token) => require(Feature::Stream, token, errors),
                    None => require(Feature::Stream, &sig.output, errors),
                }
                if let Some(boxed) = boxed {
                    errors.error(boxed, text::BOXED_STREAM);
                }
                Form::Stream
            }
        };
        if form.is_as_written() {
            if let Some(bound) = returned::bound(sig, "Clone") {
                errors.error(bound, text::CLONE_AS_WRITTEN);
            }
            if let Some(bound) = returned::bound(sig, "Checkpoint") {
                errors.error(bound, text::CHECKPOINT_AS_WRITTEN);
            }
            if let Some(graph) = &args.graph {
                errors.error(graph, text::GRAPH_AS_WRITTEN);
            }
        }
        form
    }
}

fn check_async(asyncness: Option<&Token![async]>, returned: &Returned, errors: &Errors) {
    match (asyncness, &returned.kind) {
        (Some(_), Kind::Stream(_)) => {}
        (Some(token), _) => errors.error(token, text::ASYNC_FN),
        (None, Kind::Stream(bound)) => errors.error(bound, text::STREAM_WITHOUT_ASYNC),
        (None, _) => {}
    }
}

fn require(feature: Feature, tokens: impl quote::ToTokens, errors: &Errors) {
    if let Err(error) = feature.require(tokens) {
        errors.push(error);
    }
}
