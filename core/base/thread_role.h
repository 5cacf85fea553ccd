#pragma once

#include <pthread.h>
#include <sys/resource.h>

namespace cartwright {

/// How far a thread stands back where there is more to do than there are cores.
enum class ThreadRank : int {
    Asked = 0,  ///< somebody waits for exactly this, like the window's own thread
    Ahead = 5,  ///< what the window shows next, such as decoded frames: its own thread must stay free to take keys
    Beside = 10 ///< what may come a moment later
};

/// Names the calling thread for tools that show threads (15 letters of the name) and gives it a rank for the rest of its life,
/// and to threads that it starts. Linux keeps a niceness for each thread.
inline void beThread(const char* name, ThreadRank rank)
{
    char shortName[16] = {};
    for (int i = 0; i < 15 && name[i] != 0; ++i)
        shortName[i] = name[i];
    pthread_setname_np(pthread_self(), shortName);
    if (rank != ThreadRank::Asked)
        setpriority(PRIO_PROCESS, 0, static_cast<int>(rank)); // 0 is the calling thread; refused, it only stands back less
}

} // namespace cartwright
