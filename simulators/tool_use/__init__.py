"""Tool use: an agent that serves people through tools under a policy, judged by replay in a fresh world."""
