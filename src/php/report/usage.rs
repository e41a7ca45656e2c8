//! What applications use, as scripts see it: `aesock_usage()`, `aesock_metrics()`. Where it is
//! counted is in [`crate::php::state::accounts`].

use super::status;
use crate::{
    core::{
        escape::Escaped,
        host::clock,
        reason::Reason,
        usage::{Account, Counter, metrics::Metrics, quota::Standing},
    },
    php::{
        state::{
            accounts::{self, NOBODY},
            gates::{self, Gates},
            leases,
        },
        sys::{self, arguments, text::Text},
    },
};
use ext_php_rs::{
    args::Arg,
    boxed::ZBox,
    builders::{FunctionBuilder, ModuleBuilder},
    flags::DataType,
    types::{ZendHashTable, Zval},
    zend::{BailoutGuard, ExecuteData, run_handler},
};
use std::{panic::AssertUnwindSafe, ptr};

/// Adds the functions of this file to the module.
pub(super) fn functions(module: ModuleBuilder<'static>) -> ModuleBuilder<'static> {
    let usage = FunctionBuilder::new("aesock_usage", aesock_usage)
        .not_required()
        .arg(
            Arg::new("application", DataType::String)
                .allow_null()
                .default("null"),
        )
        .returns(DataType::Array, false, false);
    let metrics = FunctionBuilder::new("aesock_metrics", aesock_metrics).returns(
        DataType::String,
        false,
        false,
    );
    module.function(usage).function(metrics)
}

/// Tells what an application used: `aesock_usage(?string $application = null): array`.
///
/// The result has `outgoing_bytes`, each counter by its name, `denials` (reason => how many) and
/// `quotas` (name => `used`, `limit` and `refills`). The counters of another application are seen
/// with `aesock.usage_all` alone.
extern "C" fn aesock_usage(frame: &mut ExecuteData, result: &mut Zval) {
    run_handler(AssertUnwindSafe(|| {
        // SAFETY: the engine calls this for a call of `aesock_usage()`; nothing in this frame has a
        // destructor, and the text is borrowed from the call.
        unsafe {
            if !arguments::parse(frame, c"|s!", ptr::null_mut()) {
                return;
            }
            let asked = sys::argument(frame, 0).and_then(|value| value.zend_str());
            let asked = asked.map(|name| name.as_bytes());
            match Usage::of(asked) {
                Some(usage) => {
                    // Filling the array may bail out: the guard is released then.
                    let usage = BailoutGuard::new(usage);
                    if let Ok(array) = usage.report() {
                        result.set_hashtable(array);
                    }
                }
                None => {
                    sys::return_empty_array(result);
                    let application = Escaped(asked.unwrap_or_default());
                    sys::warn(&Text::of(format_args!(
                        "`{application}` is another application, and aesock.usage_all is not set"
                    )));
                }
            }
        }
    }));
}

/// Tells the counters of the script's application, or of all with `aesock.usage_all`, as
/// OpenMetrics text: `aesock_metrics(): string`.
extern "C" fn aesock_metrics(frame: &mut ExecuteData, result: &mut Zval) {
    run_handler(AssertUnwindSafe(|| {
        // SAFETY: the engine calls this for a call of `aesock_metrics()`.
        if !unsafe { sys::takes_no_arguments(frame) } {
            return;
        }
        let text = BailoutGuard::new(metrics());
        // Fails only where memory does.
        let _ = result.set_string(&text, false);
    }));
}

/// The script's application, as far as it is counted.
struct Own {
    name: String,
    account: Account,
    quotas: Vec<Standing>,
    /// How many sockets a process may have open.
    max_open: Option<u32>,
    sees_all: bool,
}

impl Own {
    /// With all counted that passed unseen so far.
    fn now() -> Self {
        leases::reconcile();
        let of_state = |gates: &mut Gates| {
            let (name, account) = (gates.application_name().to_owned(), gates.account());
            let quotas = gates.quotas();
            Self {
                name,
                account,
                quotas: quotas.map_or_else(Vec::new, |quotas| {
                    quotas.standings(account, clock::utc()).collect()
                }),
                max_open: quotas.and_then(|quotas| quotas.max_open()),
                sees_all: gates.sees_all(),
            }
        };
        gates::with(of_state).unwrap_or_else(|| Self {
            name: NOBODY.to_owned(),
            account: accounts::account(NOBODY),
            quotas: Vec::new(),
            max_open: None,
            sees_all: false,
        })
    }
}

/// What one application used; `None` for the account of one that nobody knows.
struct Usage {
    account: Option<Account>,
    quotas: Vec<Standing>,
    max_open: Option<u32>,
}

impl Usage {
    /// Of the application that is `asked` about, or the script's. `None` where the script may not
    /// see it.
    fn of(asked: Option<&[u8]>) -> Option<Self> {
        let own = Own::now();
        match asked.filter(|asked| *asked != own.name.as_bytes()) {
            None => Some(Self {
                account: Some(own.account),
                quotas: own.quotas,
                max_open: own.max_open,
            }),
            Some(_) if !own.sees_all => None,
            // Which quotas it has its own settings tell.
            Some(asked) => Some(Self {
                account: accounts::find(asked),
                quotas: Vec::new(),
                max_open: None,
            }),
        }
    }

    fn report(&self) -> ext_php_rs::error::Result<ZBox<ZendHashTable>> {
        let count = |counter| int(self.account.map_or(0, |account| account.get(counter)));
        let mut array = ZendHashTable::new();
        array.insert("outgoing_bytes", count(Counter::BytesSent))?;
        for &counter in Counter::ALL {
            array.insert(counter.name(), count(counter))?;
        }
        array.insert("denials", self.denials()?)?;
        array.insert("quotas", self.quotas()?)?;
        Ok(array)
    }

    fn denials(&self) -> ext_php_rs::error::Result<ZBox<ZendHashTable>> {
        let mut array = ZendHashTable::new();
        for &reason in Reason::ALL {
            let denials = self.account.map_or(0, |account| account.denials(reason));
            if denials > 0 {
                array.insert(reason.slug(), int(denials))?;
            }
        }
        Ok(array)
    }

    fn quotas(&self) -> ext_php_rs::error::Result<ZBox<ZendHashTable>> {
        let mut array = ZendHashTable::new();
        for quota in &self.quotas {
            let name = Text::<64>::of(format_args!(
                "{}/{}",
                quota.meter.name(),
                quota.period.name()
            ));
            let of_quota = standing(quota.used, quota.limit, Some(quota.refills))?;
            array.insert(name.as_str(), of_quota)?;
        }
        if let Some(limit) = self.max_open {
            array.insert(
                "max_open",
                standing(leases::open().into(), limit.into(), None)?,
            )?;
        }
        Ok(array)
    }
}

fn standing(
    used: u64,
    limit: u64,
    refills: Option<u64>,
) -> ext_php_rs::error::Result<ZBox<ZendHashTable>> {
    let mut array = ZendHashTable::new();
    array.insert("used", int(used))?;
    array.insert("limit", int(limit))?;
    array.insert("refills", refills.map(int))?;
    Ok(array)
}

fn metrics() -> String {
    let own = Own::now();
    let accounts = if own.sees_all {
        accounts::all()
    } else {
        vec![(own.name.clone(), own.account)]
    };
    let counters = Metrics {
        accounts: &accounts,
        quotas: (&own.name, &own.quotas),
    }
    .to_string();
    let counters = counters.strip_suffix(END).unwrap_or(&counters);
    [counters, &status::metrics(), END].concat()
}

/// What ends the text of OpenMetrics.
const END: &str = "# EOF\n";

/// A count as PHP has integers.
fn int(count: u64) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}
