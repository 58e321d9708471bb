//! The behaviour tests of the project, each body a `gen` block.
#![feature(coroutine_clone, gen_blocks)]
#![allow(warnings)]

#[path = "../../tests/algorithms.rs"]
mod algorithms;
#[path = "../../tests/borrows.rs"]
mod borrows;
#[path = "../../tests/control_flow.rs"]
mod control_flow;
#[path = "../../tests/drops.rs"]
mod drops;
#[path = "../../tests/drops_at_jumps.rs"]
mod drops_at_jumps;
#[path = "../../tests/exclusive.rs"]
mod exclusive;
#[path = "../../tests/exclusive_variables.rs"]
mod exclusive_variables;
#[path = "../../tests/found_by_fuzzing.rs"]
mod found_by_fuzzing;
#[path = "../../tests/found_by_fuzzing_drops.rs"]
mod found_by_fuzzing_drops;
#[path = "../../tests/found_by_fuzzing_operands.rs"]
mod found_by_fuzzing_operands;
#[path = "../../tests/found_by_fuzzing_temporaries.rs"]
mod found_by_fuzzing_temporaries;
#[path = "../../tests/function_like.rs"]
mod function_like;
#[path = "../../tests/hygiene.rs"]
mod hygiene;
#[path = "../../tests/inference.rs"]
mod inference;
#[path = "../../tests/inner_items.rs"]
mod inner_items;
#[path = "../../tests/items.rs"]
mod items;
#[path = "../../tests/laziness.rs"]
mod laziness;
#[path = "../../tests/loops.rs"]
mod loops;
#[path = "../../tests/macros_in_bodies.rs"]
mod macros_in_bodies;
#[path = "../../tests/matches.rs"]
mod matches;
#[path = "../../tests/moves.rs"]
mod moves;
#[path = "../../tests/operands.rs"]
mod operands;
#[path = "../../tests/panics.rs"]
mod panics;
#[path = "../../tests/parsers.rs"]
mod parsers;
#[path = "../../tests/parts_behind_pointers.rs"]
mod parts_behind_pointers;
#[path = "../../tests/parts_on_some_path.rs"]
mod parts_on_some_path;
#[path = "../../tests/patterns.rs"]
mod patterns;
#[path = "../../tests/signatures.rs"]
mod signatures;
#[path = "../../tests/spellings.rs"]
mod spellings;
#[path = "../../tests/temporaries.rs"]
mod temporaries;
#[path = "../../tests/traits.rs"]
mod traits;
#[path = "../../tests/try_operator.rs"]
mod try_operator;
#[path = "../../tests/types_decide.rs"]
mod types_decide;
#[path = "../../tests/yield_from.rs"]
mod yield_from;
