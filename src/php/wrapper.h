/* The engine's headers that build/php.rs reads; it names what it takes from them. */
#include "php.h"
#include "php_ini.h"
#include "php_network.h"
#include "php_streams.h"
#include "SAPI.h"
#include "zend_extensions.h"
#include "ext/standard/info.h"
/* Where an extension of the engine has its name; ext-php-rs lacks the structure. */
static const size_t AESOCK_ZEND_EXTENSION_NAME = offsetof(zend_extension, name);
#ifdef AESOCK_SOCKETS
#include "ext/sockets/php_sockets.h"
/* Where socket_last_error() has its number; ext-php-rs's types leave no room for the structure itself. */
static const size_t AESOCK_SOCKETS_LAST_ERROR = offsetof(zend_sockets_globals, last_error);
#endif
