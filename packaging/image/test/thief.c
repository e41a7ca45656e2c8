/*
 * An extension that takes a hook from aesock at the start of each request, behind its back.
 */
#include <php.h>

static ZEND_FUNCTION(stolen) {}

static PHP_RINIT_FUNCTION(thief)
{
    zend_function *function = zend_hash_str_find_ptr(CG(function_table), ZEND_STRL("fsockopen"));

    function->internal_function.handler = zif_stolen;
    return SUCCESS;
}

zend_module_entry thief_module_entry = {
    STANDARD_MODULE_HEADER, "thief", NULL, NULL, NULL, PHP_RINIT(thief), NULL, NULL, "1", STANDARD_MODULE_PROPERTIES
};

ZEND_GET_MODULE(thief)
