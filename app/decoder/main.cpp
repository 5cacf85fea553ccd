#include "app/decoder/confinement.h"
#include "app/decoder/service.h"

#include <cstdio>
#include <cstring>

// Leaks are looked for by tracing the process, which the confinement refuses.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "detect_leaks=0:abort_on_error=0"; }

int main(int argc, char** argv)
{
    if (argc == 2 && std::strcmp(argv[1], "--prove") == 0)
        return cartwright::decoder::prove();
    if (argc > 1) {
        std::fputs("cartwright-decoder is started by the other programs of Cartwright; --prove shows what it may not do.\n",
                   stderr);
        return 2;
    }
    return cartwright::decoder::Service().run();
}
