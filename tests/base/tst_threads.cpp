#include "core/base/bounded_queue.h"
#include "core/base/cancellation.h"
#include "core/base/guarded.h"

#include <QTest>

#include <thread>

using namespace cartwright;

class TestThreads : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cancellation_reachesChildrenButNotParents()
    {
        const Cancellation parent;
        const Cancellation child = parent.child();
        const Cancellation other = parent.child();
        child.cancel();
        QVERIFY(child.isCancelled() && !parent.isCancelled() && !other.isCancelled());
        parent.cancel();
        QVERIFY(other.isCancelled());
    }
    void queue_holdsBackWhoeverPushesTooFast_andDrainsAfterClosing()
    {
        BoundedQueue<int> queue(2);
        std::jthread producer([&] {
            for (int i = 0; i < 100; ++i)
                queue.push(i);
            queue.close();
        });
        int expected = 0;
        while (const auto item = queue.pop())
            QCOMPARE(*item, expected++);
        QCOMPARE(expected, 100);
        QVERIFY(!queue.push(1));
    }
    void guarded_countsRight_fromManyThreads()
    {
        Guarded<int> count;
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t < 4; ++t)
                threads.emplace_back([&] {
                    for (int i = 0; i < 10'000; ++i)
                        count.with([](int& value) { ++value; });
                });
        }
        QCOMPARE(count.with([](int value) { return value; }), 40'000);
    }
};

QTEST_GUILESS_MAIN(TestThreads)
#include "tst_threads.moc"
