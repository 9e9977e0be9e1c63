// Asks SGSolve (Abreu, Brooks and Sannikov 2020) for the payoffs of a repeated game; see test_repeated_against_sgsolve.py.
//
// Reads the patience, the numbers of actions, and both payoffs of each cell by rows; writes the corners of the last
// rounds of the pencil-sharpening algorithm, one a line. That part of SGSolve needs Boost's serialization library and
// no Gurobi:
//
//     g++ -O1 -w -std=gnu++11 -DNDEBUG -include boost/serialization/library_version_type.hpp -include limits \
//         -I SGSolve/src/hpp tests/peers/sgsolve.cpp SGSolve/src/cpp/{sgaction_maxminmax,sgaction_pencilsharpening,\
//         sgapprox,sgbaseaction,sgedgepolicy,sgenv,sgexception,sggame,sghyperplane,sgiteration_pencilsharpening,\
//         sgpoint,sgpolicy,sgproductpolicy,sgrandom,sgsimulator,sgsolver_maxminmax,sgsolver_pencilsharpening,sgtuple,\
//         sgutilities}.cpp -lboost_serialization -lpthread -o sgsolve

#include "sg.hpp"

int main() {
  double patience;
  int rows, columns;
  std::cin >> patience >> rows >> columns;
  const int cells = rows * columns;
  std::vector<std::vector<std::vector<double>>> pay(1), move(1);
  pay[0].assign(cells, std::vector<double>(2, 0.0));
  move[0].assign(cells, std::vector<double>(1, 1.0));
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < columns; ++j)
      std::cin >> pay[0][i + j * rows][0] >> pay[0][i + j * rows][1];
  const std::vector<std::vector<int>> actions(1, std::vector<int>{rows, columns});
  try {
    SGGame game(patience, 1, actions, pay, move);
    SGEnv env;
    SGSolution_PencilSharpening solution(game);
    // Its own solver stops once an error comes out as 0, for some games early; so the rounds are counted here.
    SGApprox approx(env, game, solution);
    approx.initialize();
    const int rounds = 120, most = 20000;
    while (approx.getNumRevolutions() < rounds && approx.getNumIterations() < most) approx.generate(false);
    const std::vector<SGTuple> &corners = approx.getExtremeTuples();
    const int last = 60;
    int left = static_cast<int>(corners.size());
    std::cout.precision(12);
    for (const SGTuple &corner : corners)
      if (left-- <= last)
        std::cout << "corner " << corner[0][0] << " " << corner[0][1] << std::endl;
  } catch (SGException &error) {
    std::cout << "error " << error.what() << std::endl;
    return 1;
  }
  return 0;
}
