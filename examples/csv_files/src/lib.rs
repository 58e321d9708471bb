//! What is done with the rows of CSV files, a generator each.

pub mod rows;
pub mod stages;
