//! How well files compress.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::files::cant_read;

#[derive(Default, PartialEq)]
pub struct Size {
    pub files: u64,
    pub bytes: u64,
    pub compressed: u64,
}

/// Sizes by the ends of the files' names.
#[derive(Default, PartialEq)]
pub struct Sizes(pub BTreeMap<String, Size>);

impl Sizes {
    pub fn add(mut self, (end, size): (String, Size)) -> Sizes {
        let sum = self.0.entry(end).or_default();
        sum.files += size.files;
        sum.bytes += size.bytes;
        sum.compressed += size.compressed;
        self
    }

    pub fn merge(self, other: Sizes) -> Sizes {
        other.0.into_iter().fold(self, Sizes::add)
    }

    pub fn bytes(&self) -> u64 {
        self.0.values().map(|size| size.bytes).sum()
    }
}

/// The work of one item.
pub fn compress(path: &Path) -> Result<(String, Size), String> {
    let failed = |error| cant_read(path, &error);
    let mut file = fs::File::open(path).map_err(failed)?;
    let mut encoder = ZlibEncoder::new(io::sink(), Compression::best());
    io::copy(&mut file, &mut encoder).map_err(failed)?;
    encoder.try_finish().map_err(failed)?;
    let end = path.extension().unwrap_or_default().to_string_lossy().into_owned();
    Ok((end, Size { files: 1, bytes: encoder.total_in(), compressed: encoder.total_out() }))
}
