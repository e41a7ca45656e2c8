//! `aesock metrics`: the counters of a file as OpenMetrics text, printed or served.

use super::http;
use crate::{
    cli::MetricsArguments,
    report::{Failure, Report},
};
use aesock::core::usage::{UsageError, UsageSnapshot, metrics::Metrics};
use std::{net::TcpListener, path::Path, sync::Mutex};

/// Prints the counters, or serves them until the end.
pub fn run(arguments: &MetricsArguments) -> Result<Report, Failure> {
    let mut snapshot = snapshot(&arguments.file)?;
    match arguments.listen {
        None => Ok(Report::of(text(&mut snapshot)?)),
        Some(address) => {
            let failed = |error| Failure(format!("cannot listen on {address}: {error}"));
            let listener = TcpListener::bind(address).map_err(failed)?;
            let local = listener.local_addr().map_err(failed)?;
            eprintln!("aesock: serving http://{local}/metrics");
            let snapshot = Mutex::new(snapshot);
            http::serve(&listener, &|| {
                let mut snapshot = snapshot.lock().unwrap_or_else(|held| held.into_inner());
                text(&mut snapshot).map_err(|error| error.to_string())
            })
        }
    }
}

fn snapshot(file: &Path) -> Result<UsageSnapshot, UsageError> {
    UsageSnapshot::of(file)
}

fn text(snapshot: &mut UsageSnapshot) -> Result<String, UsageError> {
    snapshot.refresh()?;
    let accounts: Vec<_> = snapshot.ledger().accounts().collect();
    let metrics = Metrics {
        accounts: &accounts,
        // A file has what was used of quotas, but not how much may be.
        quotas: ("", &[]),
    };
    Ok(metrics.to_string())
}
