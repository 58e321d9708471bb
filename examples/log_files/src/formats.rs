//! The formats of lines: those of web servers, of system logs, of dpkg, and JSON.

use std::net::IpAddr;
use std::sync::LazyLock;

use chrono::Utc;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::Offset;
use serde_json::Value;
use syslog_loose::{SyslogSeverity, Variant, parse_message_with_year_tz};

use crate::records::Record;

/// What the fields of JSON lines are called.
#[derive(Clone, Debug)]
pub struct Names {
    /// A date, or seconds since 1970.
    pub time: String,
    pub client: String,
    /// A number, of which 400 and above are failures, or a word such as `error`.
    pub status: String,
}

impl Default for Names {
    fn default() -> Names {
        let [time, client, status] = ["time", "client", "status"].map(str::to_owned);
        Names { time, client, status }
    }
}

/// Parses a line in whichever format it is.
pub fn parse(line: &str, names: &Names) -> Option<Record> {
    match line.as_bytes().first()? {
        b'{' => json(line, names),
        b'[' => apache_error(line),
        _ => access(line).or_else(|| dpkg(line)).or_else(|| nginx_error(line)).or_else(|| syslog(line)),
    }
}

/// `192.0.2.7 - - [25/Nov/2026:19:34:40 +0000] "GET / HTTP/1.1" 404 153 …`, perhaps with the name of the server
/// that was asked before it.
fn access(line: &str) -> Option<Record> {
    let (who, rest) = line.split_once(" [")?;
    let (time, rest) = rest.split_once("] \"")?;
    let status = after_quoted(rest)?.split_ascii_whitespace().next()?;
    let status: u16 = status.parse().ok().filter(|status| (100..600).contains(status))?;
    let time = strtime::parse("%d/%b/%Y:%H:%M:%S %z", time).and_then(|time| time.to_timestamp());
    Some(Record { time: time.ok()?, client: Some(client(who)?.to_owned()), failed: status >= 400 })
}

/// The client in `host identity user` or `server:port host identity user`. A user's name may have spaces.
fn client(who: &str) -> Option<&str> {
    let mut words = who.split(' ');
    let (first, second) = (words.next().filter(|word| !word.is_empty())?, words.next()?);
    let is_address = |word: &str| word.parse::<IpAddr>().is_ok();
    let has_port = |word: &str| {
        word.rsplit_once(':').is_some_and(|(name, port)| !name.is_empty() && port.parse::<u16>().is_ok())
    };
    let is_server = !is_address(first) && words.count() > 1 && (is_address(second) || has_port(first));
    Some(if is_server { second } else { first })
}

/// What follows the end of a quoted text, in which a backslash hides the next character.
fn after_quoted(text: &str) -> Option<&str> {
    let mut bytes = text.bytes().enumerate();
    while let Some((index, byte)) = bytes.next() {
        match byte {
            b'\\' => _ = bytes.next(),
            b'"' => return Some(&text[index + 1..]),
            _ => {}
        }
    }
    None
}

/// `2025-06-24 14:36:25 install make:amd64 <none> 4.3-4.1`; in dpkg's time
/// zone, which the log doesn't tell.
fn dpkg(line: &str) -> Option<Record> {
    let (time, rest) = line.split_at_checked("2025-06-24 14:36:25".len())?;
    let mut words = rest.split_ascii_whitespace();
    let package = match words.next()? {
        "startup" => None, // of the program itself
        "status" => Some(words.nth(1)?),
        "install" | "upgrade" | "configure" | "trigproc" | "conffile" | "disappear" | "remove" | "purge" => {
            Some(words.next()?)
        }
        _ => return None,
    };
    let time = local("%Y-%m-%d %H:%M:%S", time)?;
    Some(Record { time, client: package.map(str::to_owned), failed: false })
}

/// `[Wed Nov 25 19:34:40.123456 2026] [core:error] [pid 7] [client 192.0.2.7:1234] …`; the time zone isn't told.
fn apache_error(line: &str) -> Option<Record> {
    let mut fields = line.split("] ").map_while(|field| field.strip_prefix('['));
    let time = fields.next()?;
    let time = local("%a %b %d %H:%M:%S%.f %Y", time).or_else(|| local("%a %b %d %H:%M:%S %Y", time))?;
    let level = fields.next()?;
    let level = level.rsplit(':').next().unwrap_or(level);
    let client = fields.find_map(|field| field.strip_prefix("client "));
    let without_port = |client: &str| match client.rsplit_once(':') {
        Some((address, _)) if client.parse::<IpAddr>().is_err() => address.to_owned(),
        _ => client.to_owned(),
    };
    Some(Record { time, client: client.map(without_port), failed: is_failure(level) })
}

/// `2026/11/25 19:34:40 [error] 123#0: *1 open() failed (2: No such file), client: 192.0.2.7, server: …`
fn nginx_error(line: &str) -> Option<Record> {
    let (time, rest) = line.split_once(" [")?;
    let (level, rest) = rest.split_once("] ")?;
    let client = rest.split(", ").find_map(|part| part.strip_prefix("client: "));
    let time = local("%Y/%m/%d %H:%M:%S", time)?;
    Some(Record { time, client: client.map(str::to_owned), failed: is_failure(level) })
}

/// The formats of RFC 3164 and 5424. The client is the program. The first has no year: it is this one, or that before
/// where the date is still to come.
fn syslog(line: &str) -> Option<Record> {
    static TODAY: LazyLock<(i16, i8, i8)> = LazyLock::new(|| {
        let date = Offset::UTC.to_datetime(Timestamp::now()).date();
        (date.year(), date.month(), date.day())
    });
    let year = |(month, day, ..): (u32, u32, u32, u32, u32)| {
        let (year, this_month, this_day) = *TODAY;
        // A clock may be a day ahead.
        let is_to_come = (month, day) > (this_month as u32, this_day as u32 + 1);
        i32::from(year) - i32::from(is_to_come)
    };
    let message = parse_message_with_year_tz(line, year, Some(Utc), Variant::Either);
    let time = message.timestamp?;
    let time =
        Timestamp::new(time.timestamp(), time.timestamp_subsec_nanos().min(999_999_999) as i32).ok()?;
    let client = message.appname.or(message.hostname)?.to_owned();
    let is_failure = |severity: SyslogSeverity| severity as u8 <= SyslogSeverity::SEV_ERR as u8;
    Some(Record { time, client: Some(client), failed: message.severity.is_some_and(is_failure) })
}

/// An object with the fields that have names, or with those of systemd's journal.
fn json(line: &str, names: &Names) -> Option<Record> {
    let object: Value = serde_json::from_str(line).ok()?;
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    if let Some(time) = text("__REALTIME_TIMESTAMP") {
        let client = text("SYSLOG_IDENTIFIER").or(text("_COMM"));
        return journal(time, client, text("PRIORITY"));
    }
    let time = match object.get(&names.time)? {
        Value::String(time) => time.parse().ok().or_else(|| civil(time.parse().ok()?))?,
        time => Timestamp::from_nanosecond((time.as_f64()? * 1e9) as i128).ok()?,
    };
    let client = match object.get(&names.client) {
        None | Some(Value::Null) => None,
        Some(Value::String(client)) => Some(client.clone()),
        Some(client) => Some(client.to_string()),
    };
    let failed = match object.get(&names.status) {
        Some(Value::String(status)) => {
            status.parse::<u16>().map_or_else(|_| is_failure(status), |status| status >= 400)
        }
        status => status.and_then(Value::as_f64).is_some_and(|status| status >= 400.0),
    };
    Some(Record { time, client, failed })
}

/// What the fields of systemd's journal tell: microseconds, and a number of syslog.
pub fn journal(time: &str, client: Option<&str>, priority: Option<&str>) -> Option<Record> {
    let time = Timestamp::from_microsecond(time.parse().ok()?).ok()?;
    let failed =
        priority.and_then(|priority| priority.parse().ok()).is_some_and(|priority: u8| priority <= 3);
    Some(Record { time, client: client.map(str::to_owned), failed })
}

fn is_failure(level: &str) -> bool {
    let levels = ["emerg", "alert", "crit", "err", "error", "critical", "fatal", "panic"];
    levels.iter().any(|other| level.eq_ignore_ascii_case(other))
}

/// A time in a zone that nobody tells.
fn local(format: &str, text: &str) -> Option<Timestamp> {
    civil(strtime::parse(format, text).and_then(|time| time.to_datetime()).ok()?)
}

fn civil(time: DateTime) -> Option<Timestamp> {
    Offset::UTC.to_timestamp(time).ok()
}
