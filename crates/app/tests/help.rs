//! What the command says of itself, as files in `cmd/`. After an intended change, run the test with
//! `TRYCMD=overwrite` and read the difference.

#[test]
fn help_and_usage_say_what_is_on_file() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd");
}
