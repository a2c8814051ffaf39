//! The commands as they are called: their exit codes and where they write.

use std::process::Command;

#[track_caller]
fn run(args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn alone_it_prints_help() {
    for args in [&[][..], &["--help"]] {
        let (code, out, err) = run(args);
        assert_eq!((code, err.as_str()), (Some(0), ""));
        assert!(out.starts_with("usage: cargo xtask <command>"), "{out}");
    }
}

#[test]
fn an_unknown_command_is_wrong_use() {
    for args in [&["schemata"][..], &["schemas", "--chekc"], &["tidy", "now"]] {
        let (code, out, err) = run(args);
        assert_eq!((code, out.as_str()), (Some(2), ""));
        assert!(err.starts_with("error: no such command or option: "), "{err}");
    }
}
