//! Functions that resolve names. They are not checked, since they reach name servers only, which
//! need no rule; in disabled mode they query nobody.

use crate::php::hook::function::{functions, unchecked};

functions! {
    checkdnsrr = unchecked, False;
    dns_check_record = unchecked, False;
    dns_get_mx = unchecked, False;
    dns_get_record = unchecked, False;
    gethostbyaddr = unchecked, False;
    gethostbyname = unchecked, Argument;
    gethostbynamel = unchecked, False;
    getmxrr = unchecked, False;
    getprotobyname = unchecked, False;
    getprotobynumber = unchecked, False;
    getservbyname = unchecked, False;
    getservbyport = unchecked, False;
}
