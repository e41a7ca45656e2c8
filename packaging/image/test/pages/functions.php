<?php
/** Which of the functions that App Engine had disabled are there. */

$disabled = 'diskfreespace disk_free_space disk_total_space dl escapeshellarg escapeshellcmd exec highlight_file lchgrp lchown link
    mb_send_mail passthru pclose popen proc_close proc_get_status proc_nice proc_open proc_terminate set_time_limit shell_exec
    show_source symlink system';
echo json_encode(array_values(array_filter(preg_split('/\s+/', $disabled), 'function_exists'))), "\n";
