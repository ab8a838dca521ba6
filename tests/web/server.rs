//! A server on this machine that answers well, badly, late, or not at all.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A server: for each path the answers one after another, the last one for ever.
pub struct Server {
    /// `http://127.0.0.1:PORT`.
    pub address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

/// What a path answers.
#[derive(Clone)]
pub enum Reply {
    /// A status, header lines, a body.
    Says(u16, &'static str, &'static str),
    /// After this many milliseconds.
    Late(u64),
    /// Nothing, with the connection open.
    Silent,
    /// Nothing, with the connection closed.
    Breaks,
}

/// A question that came.
#[derive(Clone)]
pub struct Asked {
    /// Method and path.
    pub line: String,
    /// The header lines, in lower case.
    pub fields: Vec<String>,
    /// What was sent along.
    pub body: String,
    at: Instant,
}

impl Server {
    /// Starts it; it ends with the test program.
    pub fn start(replies: &[(&str, &[Reply])]) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let replies: BTreeMap<String, Vec<Reply>> =
            replies.iter().map(|(path, replies)| ((*path).to_owned(), replies.to_vec())).collect();
        let replies = Arc::new(Mutex::new(replies));
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let log = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (replies, log) = (Arc::clone(&replies), Arc::clone(&log));
                thread::spawn(move || answer(stream, &replies, &log));
            }
        });
        Server { address, asked }
    }

    /// The questions so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no panic").clone()
    }

    /// How often the path was asked for.
    pub fn count(&self, path: &str) -> usize {
        self.asked().iter().filter(|asked| asked.line.split(' ').nth(1) == Some(path)).count()
    }

    /// The shortest time between two questions.
    pub fn shortest_pause(&self) -> Duration {
        let asked = self.asked();
        let pauses = asked.windows(2).map(|pair| pair[1].at - pair[0].at);
        pauses.min().unwrap_or(Duration::MAX)
    }
}

/// Reads the question whole: a connection closed on unread bytes is reset.
fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut lines = (&mut reader).lines();
    let line = lines.next()?.ok()?;
    let fields: Vec<String> =
        lines.map_while(|line| line.ok().filter(|line| !line.is_empty())).map(|line| line.to_lowercase()).collect();
    let length = fields.iter().find_map(|field| field.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    let mut body = String::new();
    reader.take(length).read_to_string(&mut body).ok()?;
    Some(Asked { line, fields, body, at: Instant::now() })
}

fn answer(mut stream: TcpStream, replies: &Mutex<BTreeMap<String, Vec<Reply>>>, log: &Mutex<Vec<Asked>>) {
    let Some(asked) = read(&stream) else { return };
    let path = asked.line.split(' ').nth(1).unwrap_or_default().to_owned();
    log.lock().expect("no panic").push(asked);
    let reply = {
        let mut all = replies.lock().expect("no panic");
        match all.get_mut(&path) {
            Some(replies) if replies.len() > 1 => replies.remove(0),
            Some(replies) => replies[0].clone(),
            None => Reply::Says(404, "", "none"),
        }
    };
    let (status, fields, body) = match reply {
        Reply::Says(status, fields, body) => (status, fields, body),
        Reply::Late(milliseconds) => {
            thread::sleep(Duration::from_millis(milliseconds));
            (200, "", "late")
        }
        Reply::Silent => {
            thread::sleep(Duration::from_secs(20));
            return;
        }
        Reply::Breaks => return,
    };
    let length = if status == 304 { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let head = format!("HTTP/1.1 {status} X\r\n{length}Connection: close\r\n{fields}\r\n");
    let _ = stream.write_all(format!("{head}{body}").as_bytes());
}
