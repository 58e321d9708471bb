//! All ways give what flate2 gives with all in memory, file by file.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::{data, run, scratch};

fn collect(folder: &Path, sizes: &mut BTreeMap<String, (u64, u64, u64)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, sizes);
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&bytes).unwrap();
        let end = path.extension().unwrap_or_default().to_str().unwrap().to_owned();
        let sum = sizes.entry(end).or_default();
        sum.0 += 1;
        sum.1 += bytes.len() as u64;
        sum.2 += encoder.finish().unwrap().len() as u64;
    }
}

#[test]
fn all_ways_agree() {
    let folder = data("..");
    let mut sizes = BTreeMap::new();
    collect(&folder, &mut sizes);
    assert!(sizes.len() > 4 && sizes["rs"].0 > 10, "there is too little to see");
    let mut expected = format!("{:20} {:>6} {:>10} {:>10}\n", "name's end", "files", "bytes", "compressed");
    for (end, (files, bytes, compressed)) in sizes {
        expected += &format!("{end:20} {files:6} {bytes:10} {compressed:10}\n");
    }
    for (way, threads) in
        [("sequence", "1"), ("bridge", "1"), ("bridge", "3"), ("channel", "1"), ("channel", "3")]
    {
        let args = [folder.to_str().unwrap(), "--by", way, "--threads", threads];
        assert_eq!(run("many_cores", &args).success(), expected, "{way} {threads}");
    }
}

#[test]
fn links_are_passed_over_and_a_file_is_no_folder() {
    let folder = scratch("folder");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("a.txt"), "some text").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", folder.join("link")).unwrap();
    let out = run("many_cores", &[folder.to_str().unwrap()]).success();
    assert!(out.ends_with(&format!("{:20} {:6} {:10} {:10}\n", "txt", 1, 9, 17)), "{out}");

    let (_, err) = run("many_cores", &[folder.join("a.txt").to_str().unwrap()]).problems();
    assert!(err.contains("can't read") && err.contains("a.txt"), "{err}");
}
