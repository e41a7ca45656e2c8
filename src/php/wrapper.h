/* The engine's headers that build/php.rs reads; it names what it takes from them. */
#include "php.h"
#include "php_ini.h"
#include "php_network.h"
#include "php_streams.h"
#include "SAPI.h"
#include "ext/standard/info.h"
