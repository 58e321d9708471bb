//! How the containers are nested: in which one a section stands, and which ones a jump leaves.

use crate::collections::HashMap;
use crate::old::ir::{ContainerId, Machine, PointId, Section};

/// The nesting of a machine's containers.
pub struct Nesting {
    /// Of each point: the container in whose region its section stands.
    containers: HashMap<PointId, Option<ContainerId>>,
    /// Of each container: where it begins and ends, in the order of the source.
    extents: HashMap<ContainerId, (usize, usize)>,
}

impl Nesting {
    pub fn of_machine(machine: &Machine) -> Self {
        let mut nesting = Nesting { containers: HashMap::default(), extents: HashMap::default() };
        nesting.region(&machine.body, None, &mut 0);
        nesting
    }

    fn region(&mut self, region: &[Section], around: Option<ContainerId>, count: &mut usize) {
        for section in region {
            *count += 1;
            match section {
                Section::Code { point, .. } => drop(self.containers.insert(*point, around)),
                Section::Container { id, region } => {
                    let begin = *count;
                    self.region(region, Some(*id), count);
                    self.extents.insert(*id, (begin, *count));
                }
            }
        }
    }

    /// The container in whose region the section of `point` stands.
    pub fn container(&self, point: PointId) -> Option<ContainerId> {
        self.containers.get(&point).copied().flatten()
    }

    /// Whether `inner` stands in `outer`, or is it.
    fn holds(&self, outer: ContainerId, inner: ContainerId) -> bool {
        let (Some(outer), Some(inner)) = (self.extents.get(&outer), self.extents.get(&inner)) else {
            return false;
        };
        outer.0 <= inner.0 && inner.1 <= outer.1
    }

    /// The outermost container that a jump from inside `from` to `target` leaves.
    pub fn left(&self, machine: &Machine, from: Option<ContainerId>, target: PointId) -> Option<ContainerId> {
        if target == PointId::DONE {
            return None;
        }
        let inner = self.container(target);
        let stays = |container: ContainerId| inner.is_some_and(|inner| self.holds(container, inner));
        machine.containers_around(from).take_while(|container| !stays(*container)).last()
    }
}
