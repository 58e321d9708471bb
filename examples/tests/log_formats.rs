//! A record in each format, and what log_files makes of it: hour, client, and whether it failed.

use crate::{number, run_with_input};

#[track_caller]
fn check(line: &str, hour: &str, client: &str, failed: u64) {
    let out = run_with_input("log_files", &["-"], format!("{line}\n").as_bytes()).success();
    assert_eq!((number(&out, hour, 0), number(&out, hour, 1)), (1, failed), "{line}: {out}");
    if client.is_empty() {
        assert!(out.ends_with("\n0 clients\n"), "{line}: {out}");
    } else {
        assert_eq!(number(&out, &format!("{client} "), 0), 1, "{line}: {out}");
    }
}

#[test]
fn web_servers() {
    let hour = "2026-11-25 19:00";
    let time = "25/Nov/2026:19:34:40 +0000";
    for (line, client, failed) in [
        (format!("192.0.2.7 - - [{time}] \"GET / HTTP/1.1\" 404 153"), "192.0.2.7", 1),
        (format!("192.0.2.7 - - [{time}] \"GET /\\\"a HTTP/1.1\" 200 153 \"-\" \"curl/8\""), "192.0.2.7", 0),
        (
            format!("a.test:80 192.0.2.7 - - [{time}] \"GET / HTTP/1.1\" 500 - \"-\" \"curl/8\""),
            "192.0.2.7",
            1,
        ),
        ("192.0.2.7 - - [25/Nov/2026:20:34:40 +0100] \"-\" 400 0".to_owned(), "192.0.2.7", 1),
    ] {
        check(&line, hour, client, failed);
    }
}

#[test]
fn errors_of_web_servers() {
    let hour = "2026-11-25 19:00";
    for (line, client, failed) in [
        (
            "[Wed Nov 25 19:34:40.123456 2026] [core:error] [pid 7:tid 8] (13)Permission denied: [client 192.0.2.7:1234] AH00035",
            "",
            1,
        ),
        (
            "[Wed Nov 25 19:34:40.123456 2026] [core:error] [pid 7:tid 8] [client 192.0.2.7:1234] AH00035: denied",
            "192.0.2.7",
            1,
        ),
        ("[Wed Nov 25 19:34:40 2026] [notice] [client 2001:db8::7] caught SIGTERM", "2001:db8::7", 0),
        ("[Wed Nov 25 19:34:40.1 2026] [mpm_event:notice] [pid 7] AH00489: Apache/2.4 configured", "", 0),
        (
            "2026/11/25 19:34:40 [error] 7#8: *1 open() \"/x\" failed (2: No such file), client: 192.0.2.7, server: a.test, request: \"GET\"",
            "192.0.2.7",
            1,
        ),
        ("2026/11/25 19:34:40 [warn] 7#8: conflicting server name", "", 0),
    ] {
        check(line, hour, client, failed);
    }
}

/// The examples of the two RFCs, and what rsyslog writes.
#[test]
fn system_logs() {
    for (line, hour, client, failed) in [
        (
            "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - 'su root' failed for lonvick",
            "2003-10-11 22:00",
            "su",
            1,
        ),
        (
            "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts.",
            "2003-08-24 12:00",
            "myproc",
            0,
        ),
        (
            "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut=\"3\"] An application",
            "2003-10-11 22:00",
            "evntslog",
            0,
        ),
        ("2026-11-25T19:34:40.123456+00:00 host sshd[7]: Failed password", "2026-11-25 19:00", "sshd", 0),
    ] {
        check(line, hour, client, failed);
    }
    // Without a year: some year's January, which has been.
    for (line, client, failed) in [
        ("<34>Jan  1 00:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8", "su", 1),
        ("Jan  1 00:14:15 host systemd[1]: Started Session 1 of user root.", "systemd", 0),
    ] {
        let out = run_with_input("log_files", &["-"], format!("{line}\n").as_bytes()).success();
        let hour = out.lines().nth(1).unwrap();
        assert!(hour.starts_with("20") && hour[4..].starts_with("-01-01 00:00"), "{out}");
        assert_eq!((number(&out, "all", 1), number(&out, &format!("{client} "), 0)), (failed, 1), "{out}");
    }
}

#[test]
fn json_lines() {
    let hour = "2026-11-25 19:00";
    for (line, client, failed) in [
        (r#"{"time": "2026-11-25T19:34:40Z", "client": "a", "status": 404}"#, "a", 1),
        (r#"{"time": "2026-11-25 19:34:40", "client": 7, "status": "200"}"#, "7", 0),
        (r#"{"time": 1795635280.5, "client": null, "status": "ERROR"}"#, "", 1),
        // journalctl -o json
        (
            r#"{"__REALTIME_TIMESTAMP": "1795635280000000", "SYSLOG_IDENTIFIER": "sshd", "PRIORITY": "3"}"#,
            "sshd",
            1,
        ),
        (r#"{"__REALTIME_TIMESTAMP": "1795635280000000", "_COMM": "cron", "PRIORITY": "6"}"#, "cron", 0),
    ] {
        check(line, hour, client, failed);
    }
    let args = ["-", "--fields", "at,who,level"];
    let line = br#"{"at": "2026-11-25T19:34:40Z", "who": "a", "level": "fatal"}"#;
    let out = run_with_input("log_files", &args, line).success();
    assert_eq!((number(&out, "all", 1), number(&out, "a ", 0)), (1, 1));
    let (_, err) = run_with_input("log_files", &["-"], b"{\"client\": \"a\"}\n{\n").problems();
    assert!(err.contains("line 1 is no record") && err.contains("line 2 is no record"), "{err}");
}

#[test]
fn exports_of_the_journal() {
    let entry = |fields: &str| {
        format!("__CURSOR=s=1\n__REALTIME_TIMESTAMP=1795635280000000\n{fields}\n").into_bytes()
    };
    // A message with an empty line and a field in it.
    let message = b"one\n\nPRIORITY=0\n";
    let binary = [b"MESSAGE\n".as_slice(), &(message.len() as u64).to_le_bytes(), message, b"\n"].concat();
    let mut export = entry("SYSLOG_IDENTIFIER=sshd\nPRIORITY=3\nMESSAGE=a=b\n");
    let mut second = entry("_COMM=cron\nPRIORITY=6\n");
    second.splice(second.len() - 1.., binary);
    export.extend([second, b"\n".to_vec(), b"__CURSOR=s=3\nPRIORITY=3\n\n".to_vec()].concat());
    let (out, err) = run_with_input("log_files", &["-"], &export).problems();
    assert_eq!((number(&out, "2026-11-25 19:00", 0), number(&out, "all", 1)), (2, 1));
    assert_eq!((number(&out, "sshd ", 0), number(&out, "cron ", 0)), (1, 1));
    assert!(err.contains("entry 3 has no time") && err.contains("1 problems"), "{err}");
    let cut = &export[..export.len() - 40];
    let (_, err) = run_with_input("log_files", &["-"], &cut[..cut.len() - 5]).problems();
    assert!(err.contains("can't read on"), "{err}");
}
