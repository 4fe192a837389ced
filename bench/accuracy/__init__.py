"""Accuracy of the results: the corpora, the samples judged by hand, and the licensed cases of the tests."""
