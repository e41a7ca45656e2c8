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
#else
/* A PHP that was built without ext/sockets has no header of it, and may get the extension later. These are what all versions of PHP 8
 * have; a socket is looked into only where the class says that it is as long. */
typedef struct {
	php_socket_t bsd_socket;
	int type;
	int error;
	int blocking;
	zval zstream;
	zend_object std;
} php_socket;
typedef struct {
	int last_error;
	char *strerror_buf;
} zend_sockets_globals;
#endif
/* Where socket_last_error() has its number; ext-php-rs's types leave no room for the structure itself. */
static const size_t AESOCK_SOCKETS_LAST_ERROR = offsetof(zend_sockets_globals, last_error);
