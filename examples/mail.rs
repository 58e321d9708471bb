//! A mail server's side of SMTP: the conversation is written as it goes. Each line that the client sends is what a yield evaluates
//! to, and what is yielded is the reply.
//!
//! ```console
//! $ printf 'MAIL FROM:me\nRCPT TO:you\nDATA\nHello\n.\nQUIT\n' | cargo run --example mail
//! ```

use generator_core::{Coroutine, CoroutineState, generator};
use std::io;

/// What a client has sent.
#[derive(Debug, PartialEq)]
pub struct Mail {
    pub from: String,
    pub to: Vec<String>,
    pub text: String,
}

/// Answers each line, once it is told to begin. At the end it gives what it was sent.
#[generator]
pub fn session() -> impl for<'l> Coroutine<&'l str, Yield = Option<&'static str>, Return = Vec<Mail>> {
    let mut mails = Vec::new();
    let mut reply = "220 ready";
    loop {
        let line = yield_!(Some(reply));
        if let Some(from) = line.strip_prefix("MAIL FROM:") {
            mails.push(yield_from!(mail(from.to_owned()), line));
            reply = "250 taken";
        } else if line == "QUIT" {
            return mails;
        } else {
            reply = "503 say MAIL FROM: or QUIT";
        }
    }
}

/// From the line that names the sender to the end of the text.
#[generator]
fn mail(from: String) -> impl for<'l> Coroutine<&'l str, Yield = Option<&'static str>, Return = Mail> {
    let mut to = Vec::new();
    let mut reply = "250 from there";
    loop {
        let line = yield_!(Some(reply));
        if let Some(name) = line.strip_prefix("RCPT TO:") {
            to.push(name.to_owned());
            reply = "250 to there";
        } else if line == "DATA" && !to.is_empty() {
            break;
        } else {
            reply = "503 say RCPT TO: or DATA";
        }
    }
    let mut text = String::new();
    let mut reply = Some("354 end with a point");
    loop {
        let line = yield_!(reply);
        if line == "." {
            return Mail { from, to, text };
        }
        text += line.strip_prefix('.').unwrap_or(line);
        text.push('\n');
        reply = None;
    }
}

#[allow(dead_code)] // the tests talk to it themselves
fn main() -> io::Result<()> {
    let mut session = session();
    let mut said = session.resume("");
    let mut lines = io::stdin().lines();
    loop {
        match said {
            CoroutineState::Yielded(reply) => reply.iter().for_each(|reply| println!("{reply}")),
            CoroutineState::Complete(mails) => {
                println!("221 {} taken", mails.len());
                return Ok(());
            }
        }
        let Some(line) = lines.next().transpose()? else { return Ok(()) };
        said = session.resume(&line);
    }
}
