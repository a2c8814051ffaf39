//! A store on the loopback address: enough of S3, and of HTTP, to be read by.
//!
//! Every test program takes what it needs of it.
#![allow(dead_code, reason = "no test program uses all of it")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What is stored, by the path of a request, and what was asked.
#[derive(Default)]
pub(crate) struct Shelf {
    pub(crate) objects: BTreeMap<String, Vec<u8>>,
    /// How often each object was written anew: its `ETag`.
    pub(crate) written: BTreeMap<String, u32>,
    /// Each request.
    pub(crate) asked: Vec<Request>,
}

impl Shelf {
    /// Writes an object, or writes it anew.
    pub(crate) fn put(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.objects.insert(path.to_owned(), bytes.into());
        *self.written.entry(path.to_owned()).or_default() += 1;
    }

    /// How many requests for bytes of an object came.
    pub(crate) fn read(&self, path: &str) -> usize {
        let read = |asked: &&Request| asked.method == "GET" && asked.path == path;
        self.asked.iter().filter(read).count()
    }
}

/// What becomes of a request.
#[derive(Clone, Copy)]
pub(crate) enum Answer {
    /// It is answered.
    Given,
    /// It is answered with a status, and a code in words.
    Refused(u16, &'static str),
    /// Nothing comes.
    Silence,
    /// The whole object comes, whatever part was asked for.
    Whole,
    /// It is answered without an `ETag` and a time.
    Bare,
    /// It is sent to another server, under the same path.
    Elsewhere(SocketAddr),
}

/// A store that listens until the test program ends.
#[derive(Clone)]
pub(crate) struct Store {
    pub(crate) at: SocketAddr,
    shelf: Arc<Mutex<Shelf>>,
}

type Rule = dyn Fn(&mut Shelf, &str) -> Answer + Send + Sync;

impl Store {
    /// A store that gives what is put in it.
    pub(crate) fn new() -> Self {
        Self::with(|_, _| Answer::Given)
    }

    /// A store with a rule, which sees the shelf and the path of each request.
    pub(crate) fn with(rule: impl Fn(&mut Shelf, &str) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let at = listener.local_addr().expect("it listens");
        let shelf = Arc::<Mutex<Shelf>>::default();
        let (theirs, rule) = (Arc::clone(&shelf), Arc::<Rule>::from(Box::new(rule) as Box<Rule>));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (shelf, rule) = (Arc::clone(&theirs), Arc::clone(&rule));
                // Whoever goes away in the middle is no fault here.
                thread::spawn(move || serve(&stream, &shelf, &*rule));
            }
        });
        Self { at, shelf }
    }

    /// Its address as that of a server.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.at)
    }

    pub(crate) fn put(&self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.see(|shelf| shelf.put(path, bytes));
    }

    pub(crate) fn see<T>(&self, see: impl FnOnce(&mut Shelf) -> T) -> T {
        see(&mut self.shelf.lock().expect("no thread gave up"))
    }
}

/// What of a request matters.
#[derive(Clone)]
pub(crate) struct Request {
    method: String,
    path: String,
    /// The first and the last byte that it asks for.
    pub(crate) range: Option<(usize, usize)>,
    if_match: Option<String>,
}

fn serve(stream: &TcpStream, shelf: &Mutex<Shelf>, rule: &Rule) -> Option<()> {
    let mut input = BufReader::new(stream.try_clone().ok()?);
    loop {
        let request = request(&mut input)?;
        let (answer, text) = {
            let mut shelf = shelf.lock().ok()?;
            shelf.asked.push(request.clone());
            let answer = rule(&mut shelf, &request.path);
            (answer, answered(&shelf, &request, answer))
        };
        if matches!(answer, Answer::Silence) {
            thread::sleep(Duration::from_secs(600));
        }
        let mut output = stream;
        output.write_all(&text).ok()?;
    }
}

fn request(input: &mut impl std::io::BufRead) -> Option<Request> {
    let mut line = String::new();
    input.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), decoded(words.next()?));
    let (mut range, mut if_match) = (None, None);
    for line in input.lines().map_while(Result::ok).take_while(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':')?;
        match name.to_ascii_lowercase().as_str() {
            "range" => {
                let (first, last) = value.trim().strip_prefix("bytes=")?.split_once('-')?;
                range = Some((first.parse().ok()?, last.parse().ok()?));
            }
            "if-match" => if_match = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    Some(Request { method, path, range, if_match })
}

fn decoded(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let [byte, more @ ..] = rest {
        rest = more;
        let code = more.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(code) if *byte == b'%' => {
                bytes.push(code);
                rest = &more[2..];
            }
            _ => bytes.push(*byte),
        }
    }
    String::from_utf8(bytes).expect("a path is text")
}

fn answered(shelf: &Shelf, request: &Request, answer: Answer) -> Vec<u8> {
    let fault = |status: u16, code: &str| {
        let body = format!("<Error><Code>{code}</Code><Message>made-up-secret</Message></Error>");
        head(status, &[("content-length", &body.len().to_string())], request, body.as_bytes())
    };
    if let Answer::Refused(status, code) = answer {
        return fault(status, code);
    }
    if let Answer::Elsewhere(at) = answer {
        let there = format!("http://{at}{}", request.path);
        return head(307, &[("location", &there), ("content-length", "0")], request, b"");
    }
    let Some(object) = shelf.objects.get(&request.path) else {
        let bucket = request.path.split('/').nth(1).unwrap_or_default();
        let is_there = shelf.objects.keys().any(|path| path.starts_with(&format!("/{bucket}/")));
        return fault(404, if is_there { "NoSuchKey" } else { "NoSuchBucket" });
    };
    let tag = format!("\"{}\"", shelf.written[&request.path]);
    if request.if_match.as_ref().is_some_and(|asked| *asked != tag) {
        return fault(412, "PreconditionFailed");
    }
    let mut heads =
        vec![("etag", tag.as_str()), ("last-modified", "Fri, 27 Nov 2026 09:00:00 GMT")];
    if matches!(answer, Answer::Bare) {
        heads.clear();
    }
    let range = request.range.filter(|_| !matches!(answer, Answer::Whole));
    let Some((first, last)) = range else {
        let length = object.len().to_string();
        heads.push(("content-length", &length));
        return head(200, &heads, request, object);
    };
    if first >= object.len() {
        return fault(416, "InvalidRange");
    }
    let part = &object[first..(last + 1).min(object.len())];
    let (length, range) = (
        part.len().to_string(),
        format!("bytes {first}-{}/{}", first + part.len() - 1, object.len()),
    );
    heads.extend([("content-length", length.as_str()), ("content-range", range.as_str())]);
    head(206, &heads, request, part)
}

fn head(status: u16, heads: &[(&str, &str)], request: &Request, body: &[u8]) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {status} Made up\r\n");
    for (name, value) in heads {
        write!(text, "{name}: {value}\r\n").expect("a text takes it");
    }
    text.push_str("\r\n");
    let mut bytes = text.into_bytes();
    if request.method != "HEAD" {
        bytes.extend_from_slice(body);
    }
    bytes
}
