//! Where the saved variables are kept: the nested enums of the state.
//!
//! `for i in 0..n { for j in i..n { yield_!((i, j)); } }` → the enum of the function, with a variant for the
//! outer loop, whose field `at` holds the enum of that loop, with a variant for the inner. A variable that is
//! saved at each point of a loop is a field of the loop's variant, so that it stays in place; else it goes with
//! the points where it is saved.
//!
//! Fields are in the order of Rust's drops: the last declared first.

use crate::collections::{HashMap, HashSet};
use crate::old::initialised::Presence;
use crate::old::ir::{ContainerKind, LocalId, Machine, PointId, Section};
use crate::old::passed::Ways;
use crate::old::placement::{Field, Placement, taken};
use crate::old::saved::Saved;
use crate::old::walk::points;
use std::collections::BTreeSet;

/// An enum of the state.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct EnumId(pub usize);

/// A variant of an enum of the state.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct VariantId(pub usize);

#[derive(Debug)]
pub struct Variant {
    pub of: EnumId,
    pub origin: Origin,
    /// The fields that drop before `at`.
    pub before: Vec<(LocalId, Presence)>,
    /// The enum of the points inside.
    pub at: Option<EnumId>,
    /// The fields that drop after `at`.
    pub after: Vec<(LocalId, Presence)>,
}

/// What a variant stands for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Origin {
    Point(PointId),
    Loop(crate::old::ir::ContainerId),
}

impl Variant {
    /// The variables that it holds itself.
    pub fn fields(&self) -> impl Iterator<Item = (LocalId, Presence)> {
        self.before.iter().chain(&self.after).copied()
    }

    /// Whether it is declared with braces: the start is always, with no parameters too.
    pub fn has_braces(&self) -> bool {
        !self.is_unit() || self.origin == Origin::Point(PointId::START)
    }

    /// Whether it holds nothing.
    pub fn is_unit(&self) -> bool {
        self.at.is_none() && self.fields().next().is_none()
    }
}

/// The state's enums.
#[derive(Debug, Default)]
pub struct Layout {
    pub variants: Vec<Variant>,
    /// Of each enum: its variants, in source order. The first enum is the function's.
    pub enums: Vec<Vec<VariantId>>,
    /// Of each point: the variants that it is in, from the outermost.
    paths: HashMap<PointId, Vec<VariantId>>,
    /// The points at which no state stands, as control only passes them: their paths end with the loop around.
    passed: HashSet<PointId>,
    /// The fields of the variants.
    fields: HashMap<(VariantId, LocalId), Presence>,
    /// Of each loop: likewise, up to its own variant.
    loops: HashMap<crate::old::ir::ContainerId, Vec<VariantId>>,
}

impl Layout {
    pub const ROOT: EnumId = EnumId(0);

    pub fn variant(&self, id: VariantId) -> &Variant {
        &self.variants[id.0]
    }

    /// The variables that the variants of `path` hold themselves.
    pub fn fields<'l>(&'l self, path: &'l [VariantId]) -> impl Iterator<Item = Field> + 'l {
        path.iter().flat_map(|id| self.variant(*id).fields())
    }

    /// Whether `local` holds a value where `variant` holds it itself.
    pub fn field(&self, variant: VariantId, local: LocalId) -> Option<Presence> {
        self.fields.get(&(variant, local)).copied()
    }

    /// The variants that `point` is in, from the outermost; none for the end.
    pub fn path(&self, point: PointId) -> &[VariantId] {
        self.paths.get(&point).map_or(&[], Vec::as_slice)
    }

    /// Whether no state stands at `point`.
    pub fn is_passed(&self, point: PointId) -> bool {
        self.passed.contains(&point)
    }

    /// The variants that the head of a loop is in, up to the loop's own.
    pub fn loop_path(&self, container: crate::old::ir::ContainerId) -> &[VariantId] {
        self.loops.get(&container).map_or(&[], Vec::as_slice)
    }
}

/// Lays out the state of `machine`.
pub fn layout(machine: &Machine, saved: &Saved) -> Layout {
    let mut builder = Builder {
        machine,
        saved,
        placement: Placement::new(&machine.body, &machine.locals, saved, taken(machine, saved)),
        ways: Ways::new(machine, saved),
        layout: Layout { enums: vec![Vec::new()], ..Layout::default() },
    };
    builder.region(&machine.body, Layout::ROOT, &[], &BTreeSet::new());
    let mut layout = builder.layout;
    for (index, variant) in layout.variants.iter().enumerate() {
        layout.fields.extend(variant.fields().map(|(local, presence)| ((VariantId(index), local), presence)));
    }
    layout
}

struct Builder<'a> {
    machine: &'a Machine,
    saved: &'a Saved,
    placement: Placement<'a>,
    ways: Ways<'a>,
    layout: Layout,
}

impl Builder<'_> {
    fn variant(&mut self, of: EnumId, origin: Origin) -> VariantId {
        self.layout.variants.push(Variant { of, origin, before: Vec::new(), at: None, after: Vec::new() });
        let id = VariantId(self.layout.variants.len() - 1);
        self.layout.enums[of.0].push(id);
        id
    }

    /// The sections of a region: `outer` is the path to its enum, `kept` what is kept on that path.
    fn region(&mut self, region: &[Section], of: EnumId, outer: &[VariantId], kept: &BTreeSet<LocalId>) {
        for section in region {
            match section {
                Section::Code { point, .. } if self.layout.is_passed(*point) => {
                    self.layout.paths.insert(*point, outer.to_vec());
                }
                Section::Code { point, .. } => {
                    let id = self.variant(of, Origin::Point(*point));
                    let fields = self.saved.at_points[point.0].iter().rev();
                    self.layout.variants[id.0].after = fields
                        .filter(|(local, _)| !kept.contains(local))
                        .map(|(local, p)| (*local, *p))
                        .collect();
                    self.layout.paths.insert(*point, [outer, &[id]].concat());
                }
                Section::Container { id, region }
                    if self.machine.container(*id).kind == ContainerKind::Block =>
                {
                    self.region(region, of, outer, kept);
                }
                Section::Container { id, region } => self.repeated(*id, region, of, outer, kept),
            }
        }
    }

    fn repeated(
        &mut self,
        container: crate::old::ir::ContainerId,
        region: &[Section],
        of: EnumId,
        outer: &[VariantId],
        kept: &BTreeSet<LocalId>,
    ) {
        let id = self.variant(of, Origin::Loop(container));
        let path = [outer, &[id]].concat();
        let points = points(region);
        let is_loop = self.machine.container(container).kind != ContainerKind::Scope;
        let (before, after) = self.placement.in_place(region, kept, is_loop);
        let mut inner_kept = kept.clone();
        inner_kept.extend(before.iter().chain(&after).map(|(local, _)| *local));
        let variant = &mut self.layout.variants[id.0];
        variant.before = before;
        variant.after = after;
        self.layout.loops.insert(container, path.clone());
        let all_in_place =
            |point: &PointId| self.saved.at_points[point.0].keys().all(|local| inner_kept.contains(local));
        if let [point] = points[..]
            && all_in_place(&point)
        {
            self.layout.paths.insert(point, path);
            return;
        }
        self.layout.passed.extend(self.ways.passed(region, &inner_kept));
        self.layout.enums.push(Vec::new());
        let inner = EnumId(self.layout.enums.len() - 1);
        self.layout.variants[id.0].at = Some(inner);
        self.region(region, inner, &path, &inner_kept);
    }
}
