// Has a team of threads share many short rounds of tasks, and prints how many tasks did not run once, or ran for another round.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include "../native/team.h"

static const int MOST = 64;

struct Round {
  int tasks;
  std::atomic<int> runs[MOST];
};

int main(int, char **argv) {
  const long rounds = atol(argv[1]);
  kernel::ThreadTeam team(atoi(argv[2]));
  long wrong = 0;
  for (long i = 0; i < rounds; i++) {
    // After rounds that are over before a helper has come, one with more tasks.
    Round round{i % 3 ? 2 : MOST, {}};
    team.run(&team, round.tasks,
             [](void *context, int task) { static_cast<Round *>(context)->runs[task % MOST].fetch_add(1); }, &round);
    for (int task = 0; task < MOST; task++) wrong += round.runs[task].load() != (task < round.tasks ? 1 : 0);
  }
  std::printf("%ld wrong\n", wrong);
  return wrong == 0 ? 0 : 1;
}
