//! Parameters: names, patterns, `self`.

use super::Grower;
use super::env::State;
use crate::ast::{Param, Ty};
use crate::features::Feature;
use rand::Rng;

impl Grower {
    pub(super) fn params(&mut self) -> Vec<Param> {
        let mut params = Vec::new();
        if self.chance_of(Feature::SelfParam, 0.4) {
            let (mutable, is_boxed) = (self.chance(0.5), self.chance(0.3));
            let ty = if is_boxed { Ty::BoxedMe } else { Ty::Me };
            self.declare("self", ty, mutable, State::Full);
            let (word, of) = (if mutable { "mut " } else { "" }, if is_boxed { ": Box<Self>" } else { "" });
            params.push(Param { pat: format!("{word}self{of}"), ty });
        }
        for _ in 0..self.rng.random_range(0..4) {
            let param = self.param();
            params.push(param);
        }
        params
    }

    fn param(&mut self) -> Param {
        let ty = self.any_ty();
        let has_parts = matches!(ty, Ty::Pair | Ty::Array) || ty.pattern_name().is_some();
        let pattern = if has_parts && self.chance_of(Feature::PatternParams, 0.6) {
            // No two parameters have one name.
            let outer = self.on;
            self.on.remove(Feature::Shadow);
            let pattern = self.irrefutable(ty);
            self.on = outer;
            pattern
        } else {
            self.fresh_binding(ty)
        };
        self.declare_all(&pattern);
        Param { pat: pattern.text, ty }
    }
}
