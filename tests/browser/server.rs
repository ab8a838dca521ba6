//! Web servers for one folder under one path: a plain one of our own in this process, and nginx, as counties run it.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A server that runs until the tests end.
pub struct Server {
    address: SocketAddr,
    prefix: &'static str,
}

impl Server {
    /// Serves `folder` under the path `prefix` (`/a/b/`; `/` for the root) on a free port of this machine.
    pub fn start(folder: &Path, prefix: &'static str) -> Server {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("bound above");
        let folder = folder.to_owned();
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let folder = folder.clone();
                // A browser that breaks off is no matter of the server's.
                std::thread::spawn(move || answer(connection, &folder, prefix).is_ok());
            }
        });
        Server { address, prefix }
    }

    /// The address of `route` (`member/index.html`; nothing for the home page).
    pub fn url(&self, route: &str) -> String {
        format!("http://{}{}{}", self.address, self.prefix, route)
    }
}

/// An nginx with the least settings that serve a folder; stopped when dropped.
pub struct Nginx {
    process: Child,
    address: SocketAddr,
    prefix: &'static str,
    // Its settings and temporary files; removed with it.
    _workplace: tempfile::TempDir,
}

impl Nginx {
    /// Serves `folder` under the path `prefix` on a free port of this machine.
    pub fn start(folder: &Path, prefix: &'static str) -> Nginx {
        let workplace = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder for nginx");
        let address = TcpListener::bind(("127.0.0.1", 0)).and_then(|free| free.local_addr()).expect("a free port");
        let here = workplace.path().display();
        let settings = format!(
            "daemon off; master_process off; pid {here}/pid; error_log stderr crit;
            events {{}}
            http {{
                include /etc/nginx/mime.types; charset utf-8; access_log off;
                client_body_temp_path {here}/body; proxy_temp_path {here}/proxy; fastcgi_temp_path {here}/fastcgi;
                uwsgi_temp_path {here}/uwsgi; scgi_temp_path {here}/scgi;
                server {{
                    listen {address};
                    location {prefix} {{ alias \"{}/\"; error_page 404 {prefix}404.html; }}
                }}
            }}",
            folder.display()
        );
        let file = workplace.path().join("nginx.conf");
        std::fs::write(&file, settings).expect("a new folder can be written to");
        // Debian keeps it where only root's PATH looks.
        let installed = Path::new("/usr/sbin/nginx");
        let mut process = Command::new(if installed.exists() { installed } else { Path::new("nginx") })
            .arg("-p")
            .arg(workplace.path())
            .arg("-c")
            .arg(&file)
            .args(["-e", "stderr"])
            .stdin(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("no nginx ({error}): install it (tests/run does)"));
        for _ in 0..200 {
            if TcpStream::connect(address).is_ok() {
                return Nginx { process, address, prefix, _workplace: workplace };
            }
            if let Ok(Some(status)) = process.try_wait() {
                panic!("nginx does not start: {status}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("nginx does not listen on {address}");
    }

    /// The address of `route` (`member/index.html`; nothing for the home page).
    pub fn url(&self, route: &str) -> String {
        format!("http://{}{}{}", self.address, self.prefix, route)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn answer(connection: TcpStream, folder: &Path, prefix: &str) -> std::io::Result<()> {
    let mut reader = BufReader::new(connection);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let asked = request.split(' ').nth(1).unwrap_or("/");
    let asked = asked.split(['?', '#']).next().unwrap_or("/");
    let asked = percent_encoding::percent_decode_str(asked).decode_utf8_lossy();
    let file = asked.strip_prefix(prefix).and_then(|route| find(folder, route));
    let (status, file) = match file {
        Some(file) if file.is_dir() => ("301 Moved Permanently", file),
        Some(file) => ("200 OK", file),
        None => ("404 Not Found", folder.join("404.html")),
    };
    let body = std::fs::read(&file).unwrap_or_default();
    let mut connection = reader.into_inner();
    write!(connection, "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: {}\r\n", media_type(&file))?;
    if status.starts_with('3') {
        write!(connection, "Location: {}/\r\n", request.split(' ').nth(1).unwrap_or_default())?;
    }
    write!(connection, "Content-Length: {}\r\n\r\n", body.len())?;
    if !request.starts_with("HEAD") {
        connection.write_all(&body)?;
    }
    connection.flush()
}

/// The file for `route`, or the folder it names without its slash.
fn find(folder: &Path, route: &str) -> Option<PathBuf> {
    let relative = Path::new(route);
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let path = folder.join(relative);
    let path = if route.is_empty() || route.ends_with('/') { path.join("index.html") } else { path };
    path.exists().then_some(path)
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" | "atom" | "rss" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
