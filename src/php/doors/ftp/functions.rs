//! The table of the hooked functions of ext/ftp. What they check is in [`super::connection`].

use super::connection::{
    close, connect, go_on, list, list_as_sent, passive, set_option, transfer_file, transfer_from,
    transfer_into,
};
use crate::php::hook::function::{functions, unchecked};

functions! {
    ftp_alloc = unchecked, False;
    ftp_append = transfer_file, False;
    ftp_cdup = unchecked, False;
    ftp_chdir = unchecked, False;
    ftp_chmod = unchecked, False;
    ftp_close = close, False;
    ftp_connect = connect, False;
    ftp_delete = unchecked, False;
    ftp_exec = unchecked, False;
    ftp_fget = transfer_into, False;
    ftp_fput = transfer_from, False;
    ftp_get = transfer_file, False;
    ftp_get_option = unchecked, False;
    ftp_login = unchecked, False;
    ftp_mdtm = unchecked, MinusOne;
    ftp_mkdir = unchecked, False;
    ftp_mlsd = list, False;
    ftp_nb_continue = go_on, Zero;
    ftp_nb_fget = transfer_into, Zero;
    ftp_nb_fput = transfer_from, Zero;
    ftp_nb_get = transfer_file, False;
    ftp_nb_put = transfer_file, False;
    ftp_nlist = list, False;
    ftp_pasv = passive, False;
    ftp_put = transfer_file, False;
    ftp_pwd = unchecked, False;
    ftp_quit = close, False;
    ftp_raw = unchecked, Null;
    ftp_rawlist = list_as_sent, False;
    ftp_rename = unchecked, False;
    ftp_rmdir = unchecked, False;
    ftp_set_option = set_option, False;
    ftp_site = unchecked, False;
    ftp_size = unchecked, MinusOne;
    ftp_ssl_connect = connect, False;
    ftp_systype = unchecked, False;
}
