//! Many words in a text at once, by the automaton of Aho and Corasick: one step
//! a byte, however many words there are.

use std::collections::VecDeque;
use std::io::BufRead;

use generator_core::generator;

pub struct Match {
    pub word: usize,
    /// The byte where it starts.
    pub start: usize,
}

/// Yields all matches, by where they end; a failure to read is the last item.
#[generator]
pub fn matches(automaton: &Automaton, input: impl BufRead) -> impl Iterator<Item = Result<Match, String>> {
    let mut node = ROOT;
    for (index, byte) in input.bytes().enumerate() {
        node = automaton.step(node, byte.map_err(|error| format!("after byte {index}: {error}"))?);
        for &(word, length) in automaton.words_at(node) {
            yield_!(Ok(Match { word, start: index + 1 - length }));
        }
    }
}

const ROOT: usize = 0;

/// A tree of the words' bytes. Each of its nodes stands for what was read last,
/// as far as a word begins like it.
pub struct Automaton {
    nodes: Vec<Node>,
}

#[derive(Clone)]
struct Node {
    /// Where each byte leads to.
    next: [usize; 256],
    /// The words that end here, and their lengths.
    words: Vec<(usize, usize)>,
}

impl Automaton {
    pub fn new(words: &[String]) -> Automaton {
        let leaf = Node { next: [ROOT; 256], words: Vec::new() };
        let mut nodes = vec![leaf.clone()];
        for (word, text) in words.iter().enumerate() {
            let mut node = ROOT;
            for byte in text.bytes() {
                if nodes[node].next[usize::from(byte)] == ROOT {
                    nodes[node].next[usize::from(byte)] = nodes.len();
                    nodes.push(leaf.clone());
                }
                node = nodes[node].next[usize::from(byte)];
            }
            nodes[node].words.push((word, text.len()));
        }
        let mut automaton = Automaton { nodes };
        automaton.link();
        automaton
    }

    /// Where no word goes on, lets a node lead where its longest ending leads that
    /// is in the tree as well. Endings are shorter, so they come first.
    fn link(&mut self) {
        let mut queue = VecDeque::from([(ROOT, ROOT)]);
        while let Some((node, ending)) = queue.pop_front() {
            for byte in 0..256 {
                let child = self.nodes[node].next[byte];
                let other = if node == ROOT { ROOT } else { self.nodes[ending].next[byte] };
                if child == ROOT {
                    self.nodes[node].next[byte] = other;
                } else {
                    let words = self.nodes[other].words.clone();
                    self.nodes[child].words.extend(words);
                    queue.push_back((child, other));
                }
            }
        }
    }

    fn step(&self, node: usize, byte: u8) -> usize {
        self.nodes[node].next[usize::from(byte)]
    }

    fn words_at(&self, node: usize) -> &[(usize, usize)] {
        &self.nodes[node].words
    }
}
