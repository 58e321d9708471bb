//! The control flow graph → where each variable is live: where its value may still be used.
//!
//! In `let a = f(); yield_!(1); g(a); yield_!(2);` the variable `a` is live at the first suspension point only.
//! Backward, a variable at a time: from each use up to what sets it (Aho, Lam, Sethi, Ullman: *Compilers*, 9.2.5).

use crate::collections::{HashMap, HashSet};
use crate::old::flow::{BlockId, Graph, NodeId};
use crate::old::ir::{LocalId, PointId};

/// Where the variables are live.
#[derive(Debug)]
pub struct Liveness {
    /// Of each variable: the points at which it is live.
    pub at_points: Vec<HashSet<PointId>>,
    /// The uses after which the variable used is live.
    pub after: HashSet<NodeId>,
}

/// Finds where each of `locals` variables is live.
pub fn liveness(graph: &Graph, locals: usize) -> Liveness {
    let mut liveness = Liveness { at_points: vec![HashSet::default(); locals], after: HashSet::default() };
    // The variables that were found live at the beginning of each block, and at its end: the last one is kept.
    let mut live_in = vec![LocalId(usize::MAX); graph.blocks.len()];
    let mut live_out = live_in.clone();
    for local in (0..locals).map(LocalId) {
        let is_use = |node: NodeId| graph.node(node).event.used().is_some();
        let events: HashMap<BlockId, &[NodeId]> = graph.blocks.events(local).collect();
        let mut work: Vec<BlockId> = Vec::new();
        for (block, nodes) in &events {
            liveness.after.extend(
                nodes.windows(2).filter(|pair| is_use(pair[0]) && is_use(pair[1])).map(|pair| pair[0]),
            );
            if is_use(nodes[0]) {
                live_in[block.0] = local;
                work.push(*block);
            }
        }
        while let Some(block) = work.pop() {
            let block = graph.blocks.block(block);
            liveness.at_points[local.0].extend(block.point);
            for before in &block.predecessors {
                if live_out[before.0] == local || graph.blocks.ends(*before, local) {
                    continue;
                }
                live_out[before.0] = local;
                match events.get(before).and_then(|nodes| nodes.last()) {
                    Some(last) => liveness.after.extend(Some(*last).filter(|last| is_use(*last))),
                    None => {
                        live_in[before.0] = local;
                        work.push(*before);
                    }
                }
            }
        }
    }
    liveness
}
