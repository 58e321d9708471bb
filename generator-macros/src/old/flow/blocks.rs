//! The control flow graph in basic blocks: straight runs of nodes, each entered at its first node alone. What is asked
//! of each variable is answered by a walk over the blocks and over the nodes that concern the variable.
//!
//! A block ends where variables leave scope; the section of a point and the place of an exit begin one.

use super::{Event, Graph, NodeId};
use crate::ir::scopes::{Nesting, ScopeId};
use crate::old::ir::{ExitId, LocalId, PointId};

/// A basic block.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct BlockId(pub usize);

#[derive(Debug)]
pub struct Block {
    pub successors: Vec<BlockId>,
    pub predecessors: Vec<BlockId>,
    /// The point whose section begins with it.
    pub point: Option<PointId>,
    /// The exit that it begins with.
    pub exit: Option<ExitId>,
    /// Whether no path of the graph leads here from the start.
    pub is_dead: bool,
    /// What is in scope after it, if variables leave scope at its end.
    leave: Option<ScopeId>,
    last: NodeId,
}

/// The blocks of a graph.
#[derive(Default, Debug)]
pub struct Blocks {
    blocks: Vec<Block>,
    /// The block of each node.
    of: Vec<BlockId>,
    /// Of each variable: the nodes that concern it, block by block, in order.
    events: Vec<Vec<NodeId>>,
    nesting: Nesting,
}

impl Blocks {
    /// The blocks of `graph`; `nesting` tells its scopes.
    pub fn of_graph(graph: &Graph, locals: usize, nesting: Nesting) -> Self {
        let unknown = BlockId(usize::MAX);
        let of = vec![unknown; graph.nodes.len()];
        let mut blocks = Blocks { blocks: Vec::new(), of, events: vec![Vec::new(); locals], nesting };
        let begins = begins(graph);
        let nodes = || (0..graph.nodes.len()).map(NodeId);
        // What the first round leaves are loops that nothing leads into.
        for node in nodes().filter(|node| begins[node.0]).chain(nodes()) {
            if blocks.of[node.0] == unknown {
                blocks.run(graph, node, &begins);
            }
        }
        blocks.link(graph);
        blocks
    }

    /// Makes the block that begins with `first`.
    fn run(&mut self, graph: &Graph, first: NodeId, begins: &[bool]) {
        let id = BlockId(self.blocks.len());
        let mut leave = None;
        let mut last = first;
        loop {
            self.of[last.0] = id;
            match graph.node(last).event {
                Event::Nothing => {}
                Event::Leave(scope) => leave = Some(scope),
                Event::Declare(local)
                | Event::DeclareEmpty(local)
                | Event::Assign(local)
                | Event::Use(local, _) => self.events[local.0].push(last),
            }
            match graph.node(last).successors[..] {
                [next] if !begins[next.0] && next != first => last = next,
                _ => break,
            }
        }
        let (successors, predecessors) = (Vec::new(), Vec::new());
        self.blocks.push(Block {
            successors,
            predecessors,
            point: None,
            exit: None,
            is_dead: true,
            leave,
            last,
        });
    }

    fn link(&mut self, graph: &Graph) {
        for index in 0..self.blocks.len() {
            let successors = &graph.node(self.blocks[index].last).successors;
            let successors: Vec<BlockId> = successors.iter().map(|node| self.of[node.0]).collect();
            for successor in &successors {
                self.blocks[successor.0].predecessors.push(BlockId(index));
            }
            self.blocks[index].successors = successors;
        }
        for (index, node) in graph.entries.iter().enumerate() {
            self.blocks[self.of[node.0].0].point = Some(PointId(index));
        }
        for (index, node) in graph.exits.iter().enumerate() {
            if let Some(node) = node {
                self.blocks[self.of[node.0].0].exit = Some(ExitId(index));
            }
        }
        let mut work = vec![self.of_node(graph.entry(PointId::START))];
        while let Some(block) = work.pop() {
            if std::mem::take(&mut self.blocks[block.0].is_dead) {
                work.extend(&self.blocks[block.0].successors);
            }
        }
    }

    pub fn len(&self) -> usize {
        self.blocks.len()
    }

    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.0]
    }

    /// The block of a node.
    pub fn of_node(&self, node: NodeId) -> BlockId {
        self.of[node.0]
    }

    /// The nodes that concern `local`, those of a block together, in order.
    pub fn events(&self, local: LocalId) -> impl Iterator<Item = (BlockId, &[NodeId])> {
        let in_one_block = |one: &NodeId, other: &NodeId| self.of_node(*one) == self.of_node(*other);
        self.events[local.0].chunk_by(in_one_block).map(|nodes| (self.of_node(nodes[0]), nodes))
    }

    /// Whether `local` leaves scope at the end of a block that it is in scope in.
    pub fn ends(&self, block: BlockId, local: LocalId) -> bool {
        self.block(block).leave.is_some_and(|scope| !self.holds(scope, local))
    }

    /// Whether `local` is in scope in `scope`.
    pub fn holds(&self, scope: ScopeId, local: LocalId) -> bool {
        self.nesting.holds(scope, local)
    }
}

/// Whether each node begins a block.
fn begins(graph: &Graph) -> Vec<bool> {
    let mut predecessors = vec![0; graph.nodes.len()];
    for node in &graph.nodes {
        node.successors.iter().for_each(|successor| predecessors[successor.0] += 1);
    }
    let mut begins: Vec<bool> = predecessors.into_iter().map(|count| count != 1).collect();
    for node in &graph.nodes {
        if node.successors.len() != 1 || matches!(node.event, Event::Leave(_)) {
            node.successors.iter().for_each(|successor| begins[successor.0] = true);
        }
    }
    for node in graph.entries.iter().chain(graph.exits.iter().flatten()) {
        begins[node.0] = true;
    }
    begins
}
