#[test]
fn held() {
    let t = trybuild::TestCases::new();
    t.compile_fail("/tmp/held/*.rs");
}
