//! The table of the hooked functions of ext/ftp. What they check is in [`super::connection`].

use super::connection::{connect, passive, set_option, transfer};
use crate::php::hook::function::{functions, unchecked};

functions! {
    ftp_alloc = unchecked, False;
    ftp_append = transfer, False;
    ftp_cdup = unchecked, False;
    ftp_chdir = unchecked, False;
    ftp_chmod = unchecked, False;
    ftp_close = unchecked, False;
    ftp_connect = connect, False;
    ftp_delete = unchecked, False;
    ftp_exec = unchecked, False;
    ftp_fget = transfer, False;
    ftp_fput = transfer, False;
    ftp_get = transfer, False;
    ftp_get_option = unchecked, False;
    ftp_login = unchecked, False;
    ftp_mdtm = unchecked, MinusOne;
    ftp_mkdir = unchecked, False;
    ftp_mlsd = transfer, False;
    ftp_nb_continue = unchecked, Zero;
    ftp_nb_fget = transfer, Zero;
    ftp_nb_fput = transfer, Zero;
    ftp_nb_get = transfer, False;
    ftp_nb_put = transfer, False;
    ftp_nlist = transfer, False;
    ftp_pasv = passive, False;
    ftp_put = transfer, False;
    ftp_pwd = unchecked, False;
    ftp_quit = unchecked, False;
    ftp_raw = unchecked, Null;
    ftp_rawlist = transfer, False;
    ftp_rename = unchecked, False;
    ftp_rmdir = unchecked, False;
    ftp_set_option = set_option, False;
    ftp_site = unchecked, False;
    ftp_size = unchecked, MinusOne;
    ftp_ssl_connect = connect, False;
    ftp_systype = unchecked, False;
}
