//! The example `mail`: a protocol, one part of which is another coroutine.

#[path = "../../examples/mail.rs"]
mod example;

use example::{Mail, session};
use generator_core::Coroutine;
use generator_core::CoroutineState::{Complete, Yielded};

#[test]
fn two_mails() {
    let mut session = session();
    let mut say = |line: String| session.resume(&line);
    let replies = ["", "HELO", "MAIL FROM:me", "DATA", "RCPT TO:you", "RCPT TO:them", "DATA", "Hello", "..", "."];
    let replies = replies.map(|line| say(line.to_owned()));
    let expected = ["220", "503", "250", "503", "250", "250", "354", "", "", "250"];
    for (reply, code) in replies.iter().zip(expected) {
        let Yielded(reply) = reply else { panic!("it has ended") };
        assert!(reply.unwrap_or_default().starts_with(code), "{reply:?} isn't {code}");
    }
    for line in ["MAIL FROM:you", "RCPT TO:me", "DATA", "."] {
        assert!(matches!(say(line.to_owned()), Yielded(Some(_))));
    }
    let first = Mail { from: "me".into(), to: vec!["you".into(), "them".into()], text: "Hello\n.\n".into() };
    let second = Mail { from: "you".into(), to: vec!["me".into()], text: String::new() };
    assert_eq!(say("QUIT".to_owned()), Complete(vec![first, second]));
}
