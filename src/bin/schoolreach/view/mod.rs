//! `view`: an output folder in, a map of it in the browser out, served on this machine alone.
//!
//! ```text
//! listen ──▶ connection ──head──▶ Request ──▶ Site ──▶ Answer ──▶ connection
//! ```
//!
//! The server is small on purpose: it answers GET and HEAD for the files that the folder's report lists and for the
//! viewer that is built in, to the browser of the person who started it, and to no page of another origin. The crates
//! at hand either bring an asynchronous runtime, or read heads of any size and start threads without end.

mod answer;
mod assets;
mod connection;
mod folder;
mod listen;
mod range;
mod request;
mod site;

use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args as ClapArgs;
use schoolreach::Error;

use self::folder::Folder;
use self::site::Site;

/// How the command is used.
pub(crate) const HELP: &str = "\
Examples:
  schoolreach view result
  schoolreach view result --port 8080 --no-open
  schoolreach view result --basemap 'https://tile.openstreetmap.org/{z}/{x}/{y}.png'

The map needs no internet. It is quickest with --formats geojson,flatgeobuf,csv,pmtiles of the run; without tiles, \
schools come from schools.fgb, those of the place in sight alone. A basemap is fetched by the browser from where its \
address says, which then sees the places that are looked at. Ctrl-C ends the server.";

#[derive(Debug, ClapArgs)]
pub(crate) struct ViewArgs {
    /// Output folder of a run
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
    /// Port of 127.0.0.1 to serve on; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub(crate) port: u16,
    /// Raster tiles below the regions: an address with {z}, {x} and {y} [default: none]
    #[arg(long, value_name = "URL", value_parser = basemap)]
    pub(crate) basemap: Option<String>,
    /// Do not open the browser
    #[arg(long)]
    pub(crate) no_open: bool,
}

/// Serves until the process is ended.
pub(crate) fn command(args: &ViewArgs) -> Result<ExitCode, Error> {
    let folder = Folder::open(&args.dir)?;
    let refused = |source| Error::Io {
        action: "listen on",
        path: format!("127.0.0.1:{}", args.port).into(),
        source,
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).map_err(refused)?;
    let port = listener.local_addr().map_err(refused)?.port();
    let url = format!("http://127.0.0.1:{port}/");
    let told = format!("{} on {url} (Ctrl-C ends)\n", args.dir.display());
    let _ = std::io::stderr().write_all(told.as_bytes());
    if !args.no_open && open::that_detached(&url).is_err() {
        let _ =
            std::io::stderr().write_all(b"no browser could be opened: open the address by hand\n");
    }
    let site = Site::new(folder, port, args.basemap.as_deref());
    listen::serve(&listener, &site);
    Ok(ExitCode::SUCCESS)
}

/// The address of raster tiles.
fn basemap(text: &str) -> Result<String, String> {
    const EXPECTED: &str = "expected an address as in https://host/{z}/{x}/{y}.png";
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let host = rest
        .and_then(|rest| rest.split('/').next())
        .unwrap_or_default();
    let is_host = !host.is_empty()
        && host
            .chars()
            .all(|sign| sign.is_ascii_alphanumeric() || ".-:[]".contains(sign));
    let has_places = ["{z}", "{x}", "{y}"]
        .iter()
        .all(|place| text.contains(place));
    let is_plain = text
        .chars()
        .all(|sign| sign.is_ascii_graphic() && !"'\"<>\\;,".contains(sign));
    if is_host && has_places && is_plain {
        Ok(text.to_owned())
    } else {
        Err(EXPECTED.to_owned())
    }
}

#[cfg(test)]
#[path = "server_tests.rs"]
mod tests;
