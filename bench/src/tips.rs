//! Tips through the real listener: how many a second are durable, how long one waits, how much memory it takes; and
//! beside it how often this disk can be made to keep something, which bounds what is not gathered.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::measure::now;

#[derive(clap::Args)]
pub struct Args {
    /// The program to measure
    #[arg(long, default_value = "target/release/wardline")]
    program: PathBuf,

    /// Seconds under load
    #[arg(long, default_value_t = 10)]
    seconds: u64,

    /// People who send at the same time
    #[arg(long, default_value_t = 64)]
    clients: usize,

    /// URL of an empty PostgreSQL database, in place of SQLite
    #[arg(long)]
    database: Option<String>,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let fsyncs = fsyncs(folder.path())?;
    let begun = now();
    let database = args.database.as_deref();
    let mut server = start(&args.program, database, &folder.path().join("desk"))?;
    println!(
        "start                {:>10.3} s",
        begun.elapsed().as_secs_f64()
    );
    println!("at rest              {:>10.1} MB", resident(&server.child)?);
    let (waits, elapsed) = load(args, server.tipline)?;
    let most = resident(&server.child)?;
    server.child.kill()?;
    server.child.wait()?;
    let rate = waits.len() as f64 / elapsed.as_secs_f64();
    println!(
        "durable tips         {rate:>10.0} /s   ({} by {} people)",
        waits.len(),
        args.clients
    );
    println!(
        "one after another    {fsyncs:>10.0} /s   (4 kB written and kept by this disk; what is gathered is {:.1} times that)",
        rate / fsyncs
    );
    for share in [50, 99] {
        println!(
            "{share} of 100 wait       {:>10.1} ms",
            waits[(waits.len() - 1) * share / 100].as_secs_f64() * 1e3
        );
    }
    println!("under load           {most:>10.1} MB");
    Ok(())
}

/// A desk that is served.
pub struct Server {
    /// The program.
    pub child: Child,
    tipline: SocketAddr,
}

/// Serves a desk, in its folder or in a database of PostgreSQL; when this returns, it answers.
pub fn start(program: &Path, database: Option<&str>, desk: &Path) -> anyhow::Result<Server> {
    let mut command = Command::new(program);
    command
        .args([
            "serve",
            "--tipline",
            "127.0.0.1:0",
            "--desk",
            "127.0.0.1:0",
            "--data",
        ])
        .arg(desk);
    if let Some(url) = database {
        command.args(["--database", url]);
    }
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context(
            "the program cannot be started: build it with --release, or name it with --program",
        )?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().context("no output")?).read_line(&mut line)?;
    let address = line
        .trim()
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let tipline = address
        .parse()
        .context("the program did not tell its address")?;
    Ok(Server { child, tipline })
}

/// How often a second this disk keeps 4 kB.
fn fsyncs(folder: &Path) -> anyhow::Result<f64> {
    let mut file = File::create(folder.join("kept"))?;
    let begun = now();
    let mut count = 0;
    while begun.elapsed() < Duration::from_secs(1) {
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        count += 1;
    }
    Ok(f64::from(count) / begun.elapsed().as_secs_f64())
}

/// How long each tip waited for its answer, in order of length, and how long it took altogether. Each opens the form and
/// sends it.
fn load(args: &Args, tipline: SocketAddr) -> anyhow::Result<(Vec<Duration>, Duration)> {
    let (is_over, next) = (AtomicBool::new(false), AtomicUsize::new(0));
    let begun = now();
    let mut waits = thread::scope(|scope| {
        let clients: Vec<_> = (0..args.clients)
            .map(|_| scope.spawn(|| client(tipline, &is_over, &next)))
            .collect();
        thread::sleep(Duration::from_secs(args.seconds));
        is_over.store(true, Ordering::Relaxed);
        let mut waits = Vec::new();
        for client in clients {
            waits.extend(
                client
                    .join()
                    .map_err(|_| anyhow::anyhow!("a sender broke down"))??,
            );
        }
        anyhow::Ok(waits)
    })?;
    let elapsed = begun.elapsed();
    if waits.is_empty() {
        bail!("no tip was answered");
    }
    waits.sort_unstable();
    Ok((waits, elapsed))
}

fn client(
    tipline: SocketAddr,
    is_over: &AtomicBool,
    next: &AtomicUsize,
) -> anyhow::Result<Vec<Duration>> {
    let stream = TcpStream::connect(tipline)?;
    stream.set_nodelay(true)?;
    let mut connection = BufReader::new(stream);
    let mut waits = Vec::new();
    while !is_over.load(Ordering::Relaxed) {
        let page = ask(&mut connection, b"GET /en/ HTTP/1.1\r\nHost: x\r\n\r\n")?;
        let token = token(&page).context("the form has no token")?;
        let request = tip(token, next.fetch_add(1, Ordering::Relaxed));
        let begun: Instant = now();
        let page = ask(&mut connection, &request)?;
        waits.push(begun.elapsed());
        if !page.windows(5).any(|window| window == b"words") {
            bail!("a tip was refused: {}", String::from_utf8_lossy(&page));
        }
    }
    Ok(waits)
}

fn token(page: &[u8]) -> Option<&str> {
    let text = str::from_utf8(page).ok()?;
    let (_, rest) = text.split_once("name=\"token\" value=\"")?;
    rest.split_once('"').map(|(token, _)| token)
}

/// A tip of about 1 kB.
fn tip(token: &str, number: usize) -> Vec<u8> {
    let text = format!("Message {number}: two men wait at the side door of the registry and ask each clerk for the judge's car. ").repeat(8);
    let mut body = String::new();
    for (name, value) in [
        ("token", token),
        ("now", "no"),
        ("what", &text),
        ("place", "the registry"),
        ("how", "saw"),
    ] {
        body.push_str(&format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str("--edge--\r\n");
    format!("POST /en/send HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=edge\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// The body of the answer to a request, on a connection that stays.
fn ask(connection: &mut BufReader<TcpStream>, request: &[u8]) -> anyhow::Result<Vec<u8>> {
    connection.get_mut().write_all(request)?;
    let (mut length, mut line) = (None, String::new());
    loop {
        line.clear();
        if connection.read_line(&mut line)? == 0 {
            bail!("the connection was closed");
        }
        if line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok();
        }
    }
    let mut body = vec![0; length.context("an answer without a length")?];
    connection.read_exact(&mut body)?;
    Ok(body)
}

/// Megabytes of memory that a process holds.
pub fn resident(child: &Child) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()))?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .context("no figure for memory")?;
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kilobytes / 1024.0)
}
