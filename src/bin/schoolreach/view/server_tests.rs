//! The server as a browser, or worse, meets it: over a connection of its own.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;

use super::*;

/// A server of a folder with `a.csv`, listed, and `secret.csv`, not.
struct Server {
    port: u16,
    dir: tempfile::TempDir,
}

const SHA: &str = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";

fn server() -> Server {
    let dir = tempfile::tempdir().unwrap();
    let listed = format!(
        r#"{{"files": [{{"name": "a.csv", "sha256": "{SHA}"}}, {{"name": "link.csv", "sha256": "x"}}, {{"name": "é b.csv", "sha256": "y"}}]}}"#
    );
    fs::write(dir.path().join("report.json"), listed).unwrap();
    fs::write(dir.path().join("a.csv"), "0123456789").unwrap();
    fs::write(dir.path().join("é b.csv"), "x").unwrap();
    fs::write(dir.path().join("secret.csv"), "secret").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", dir.path().join("link.csv")).unwrap();
    let port = start(dir.path());
    Server { port, dir }
}

fn start(dir: &Path) -> u16 {
    let folder = Folder::open(dir).unwrap();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let site = Site::new(folder, port, Some("https://tiles.example/{z}/{x}/{y}.png"));
    std::thread::spawn(move || listen::serve(&listener, &site));
    port
}

impl Server {
    /// The answer to raw bytes, until the server closes.
    fn send(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn request(&self, line: &str, fields: &str) -> String {
        let host = format!("Host: 127.0.0.1:{}", self.port);
        self.send(
            format!("{line} HTTP/1.1\r\n{host}\r\nConnection: close\r\n{fields}\r\n").as_bytes(),
        )
    }

    fn status(&self, line: &str, fields: &str) -> u16 {
        status(&self.request(line, fields))
    }
}

fn status(answer: &str) -> u16 {
    let word = answer.split(' ').nth(1);
    word.and_then(|word| word.parse().ok()).unwrap_or(0)
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

#[test]
fn files_of_the_report_come_whole_and_in_ranges() {
    let server = server();
    let whole = server.request("GET /data/a.csv", "");
    assert_eq!((status(&whole), body(&whole)), (200, "0123456789"));
    assert!(whole.contains(&format!("ETag: \"{SHA}\"")) && whole.contains("nosniff"));
    let part = server.request("GET /data/a.csv", "Range: bytes=2-4\r\n");
    assert_eq!((status(&part), body(&part)), (206, "234"));
    assert!(part.contains("Content-Range: bytes 2-4/10") && part.contains("Content-Length: 3"));
    let beyond = server.request("GET /data/a.csv", "Range: bytes=10-\r\n");
    assert!(status(&beyond) == 416 && beyond.contains("Content-Range: bytes */10"));
    let other = "Range: bytes=2-4\r\nIf-Range: \"other\"\r\n";
    assert_eq!(
        body(&server.request("GET /data/a.csv", other)),
        "0123456789"
    );
    let head = server.request("HEAD /data/a.csv", "");
    assert!(head.contains("Content-Length: 10") && body(&head).is_empty());
    let known = format!("If-None-Match: W/\"x\", \"{SHA}\"\r\n");
    let unchanged = server.request("GET /data/a.csv", &known);
    assert_eq!((status(&unchanged), body(&unchanged)), (304, ""));
    assert_eq!(body(&server.request("GET /data/%C3%A9%20b.csv", "")), "x");
    assert_eq!(server.status("GET /data/report.json", ""), 200);
}

#[test]
fn nothing_else_of_the_folder_or_the_disk_comes() {
    let server = server();
    for path in [
        "/data/secret.csv",
        "/data/link.csv",
        "/data/../a.csv",
        "/data/%2e%2e/a.csv",
        "/data/..%2fa.csv",
        "/data/%2Fetc%2Fpasswd",
        "/data//etc/passwd",
        "/data/a.csv%00",
        "/data/a.csv/",
        "/data/",
        "/data/%",
        "/data/%zz",
        "/data/%+1",
        "/data/%ff",
        "/report.json",
        "/../Cargo.toml",
    ] {
        let answer = server.request(&format!("GET {path}"), "");
        assert_eq!(status(&answer), 404, "{path}");
        assert!(
            !answer.contains("secret") && !answer.contains("root:"),
            "{path}"
        );
    }
    // A later run has replaced the report.
    fs::write(server.dir.path().join("report.json"), r#"{"files": []}"#).unwrap();
    assert_eq!(server.status("GET /data/a.csv", ""), 404);
}

#[test]
fn only_this_machine_and_only_this_page_are_answered() {
    let server = server();
    let with_host = |host: &str| {
        let head = format!("GET /data/a.csv HTTP/1.1\r\nConnection: close\r\n{host}\r\n");
        status(&server.send(head.as_bytes()))
    };
    assert_eq!(
        with_host(&format!("Host: LOCALHOST:{}\r\n", server.port)),
        200
    );
    assert_eq!(
        with_host(&format!("Host: evil.example:{}\r\n", server.port)),
        403
    );
    assert_eq!(with_host("Host: 127.0.0.1\r\n"), 403);
    assert_eq!(with_host(""), 400);
    assert_eq!(
        server.status("GET /data/a.csv", "Sec-Fetch-Site: cross-site\r\n"),
        403
    );
    assert_eq!(
        server.status("GET /data/a.csv", "Sec-Fetch-Site: same-origin\r\n"),
        200
    );
    assert_eq!(
        server.status("GET /", "Sec-Fetch-Site: cross-site\r\n"),
        200
    );
    let answer = server.request("GET /", "Origin: https://evil.example\r\n");
    assert!(!answer.to_ascii_lowercase().contains("access-control-allow"));
}

#[test]
fn the_page_may_run_nothing_but_its_own_scripts() {
    let server = server();
    let answer = server.request("HEAD /", "");
    let policy = answer
        .lines()
        .find(|line| line.starts_with("Content-Security-Policy"))
        .unwrap();
    insta::assert_snapshot!(policy, @"Content-Security-Policy: default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; connect-src 'self' https://tiles.example; img-src 'self' data: blob: https://tiles.example; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    let settings = server.request("GET /settings.json", "");
    assert_eq!(
        body(&settings),
        r#"{"basemap":"https://tiles.example/{z}/{x}/{y}.png"}"#
    );
}

#[test]
fn other_methods_bodies_and_heads_without_end_are_refused() {
    let server = server();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT"] {
        assert_eq!(
            server.status(&format!("{method} /data/a.csv"), ""),
            405,
            "{method}"
        );
    }
    assert_eq!(server.status("GET /", "Content-Length: 5\r\n"), 413);
    assert_eq!(
        server.status("GET /", "Transfer-Encoding: chunked\r\n"),
        413
    );
    let endless = [b"GET / HTTP/1.1\r\nX: ".as_slice(), &[b'a'; 9000]].concat();
    assert_eq!(status(&server.send(&endless)), 431);
    assert_eq!(status(&server.send(b"\x16\x03\x01\0\0hello\r\n\r\n")), 400);
    assert_eq!(
        server.status("GET /data/a.csv", ""),
        200,
        "it still answers"
    );
}

#[test]
fn connections_without_end_are_turned_away_and_the_server_lives_on() {
    let server = server();
    let connect = || TcpStream::connect((Ipv4Addr::LOCALHOST, server.port)).unwrap();
    let idle: Vec<TcpStream> = (0..200).map(|_| connect()).collect();
    let mut told = String::new();
    let _ = idle.last().unwrap().read_to_string(&mut told);
    assert_eq!(status(&told), 503);
    drop(idle);
    let is_back = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        server.status("GET /data/a.csv", "") == 200
    });
    assert!(is_back);
}

#[test]
fn one_connection_carries_several_requests() {
    let server = server();
    let one = format!(
        "GET /data/a.csv HTTP/1.1\r\nHost: localhost:{}\r\n",
        server.port
    );
    let answer = server.send(format!("{one}\r\n{one}Connection: close\r\n\r\n").as_bytes());
    assert_eq!(answer.matches("HTTP/1.1 200 OK").count(), 2);
}

#[test]
fn a_basemap_is_an_address_of_tiles() {
    for good in [
        "https://a.example/{z}/{x}/{y}.png",
        "http://127.0.0.1:9/{z}/{y}/{x}?key=1",
    ] {
        assert!(basemap(good).is_ok(), "{good}");
    }
    for bad in [
        "https://a.example/1.png",
        "ftp://a/{z}{x}{y}",
        "https://a b/{z}/{x}/{y}",
        "https://a;script-src/{z}/{x}/{y}",
        "javascript:{z}{x}{y}",
    ] {
        assert!(basemap(bad).is_err(), "{bad}");
    }
}
