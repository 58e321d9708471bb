//! The files of a folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use generator_core::generator;

/// Yields the files in a folder and in those below it. A folder that can't be
/// read is an error, and the rest goes on. Links aren't followed.
#[generator]
pub fn files(root: PathBuf) -> impl Iterator<Item = Result<PathBuf, String>> + Send {
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                yield_!(Err(cant_read(&folder, &error)));
                continue;
            }
        };
        for entry in entries {
            match entry.and_then(|entry| Ok((entry.path(), entry.file_type()?))) {
                Ok((path, kind)) if kind.is_dir() => folders.push(path),
                Ok((path, kind)) if kind.is_file() => yield_!(Ok(path)),
                Ok(_) => {}
                Err(error) => yield_!(Err(cant_read(&folder, &error))),
            }
        }
    }
}

pub fn cant_read(path: &Path, error: &io::Error) -> String {
    format!("can't read {}: {error}", path.display())
}
