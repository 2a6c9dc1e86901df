import { uuidv7 } from 'uuidv7';
import type { Context, Deps } from './context';
import { transaction } from './graphql/transaction';
import { releaseLeases, takeLease } from './lease';
import { systemContext } from './system-context';

/** Work that one node at a time does in the background, for all accounts. */
export interface Job {
  readonly name: string;
  /** Between the end of one run and the next. */
  readonly everySeconds: number;
  /** A cheap look whether there is anything to do: without it nothing is written, no lease either. */
  isDue?(context: Context): Promise<boolean>;
  run(run: JobRun): Promise<void>;
}

export interface JobRun {
  /** Reads only. Its actor is the server itself. */
  readonly context: Context;
  /** True once the server stops: end after the step that is under way. */
  readonly stopping: boolean;
  /** One transaction, under the job's lease. @throws LeaseHeldElsewhere when another node does this job. */
  readonly step: <T>(work: (inside: Context) => Promise<T>) => Promise<T>;
}

export interface RunningJobs {
  /** Waits for the runs that are under way, and lets another node follow at once. */
  stop(): Promise<void>;
}

class LeaseHeldElsewhere extends Error {}

/** Longer than any step takes. */
const LEASE_SECONDS = 10;
/** The first run comes that soon, whatever the job's interval. */
const SOON_SECONDS = 5;
/** While a job fails its pauses grow up to that. */
const LONGEST_PAUSE_SECONDS = 15;

/** Runs each job again and again. What fails is logged and tried again: it never ends the process. */
export function startJobs(deps: Deps, jobs: readonly Job[]): RunningJobs {
  const holder = uuidv7();
  const runners = jobs.map((job) => new Runner(deps, job, holder));
  return {
    async stop() {
      await Promise.all(runners.map((runner) => runner.stop()));
      if (runners.length === 0) return;
      await deps.database
        .transaction((manager) => releaseLeases(manager, holder))
        .catch((error: unknown) => {
          deps.log.warn({ err: error }, 'leases could not be given back; they run out by themselves');
        });
    },
  };
}

/** One job: its runs never overlap, for the next is planned when one has ended. */
class Runner implements JobRun {
  readonly context: Context;
  stopping = false;
  private failures = 0;
  private running: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly deps: Deps,
    private readonly job: Job,
    private readonly holder: string,
  ) {
    this.context = systemContext(deps, 'job');
    this.plan(Math.min(job.everySeconds, SOON_SECONDS));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** A property: jobs take it out of the run. */
  readonly step = <T>(work: (inside: Context) => Promise<T>): Promise<T> => {
    const request = { name: this.job.name, holder: this.holder, seconds: LEASE_SECONDS };
    return transaction(this.context, async (inside) => {
      if (!(await takeLease(inside.manager, request))) throw new LeaseHeldElsewhere(this.job.name);
      return work(inside);
    });
  };

  private plan(seconds: number): void {
    if (this.stopping) return;
    this.timer = setTimeout(() => {
      this.running = this.runOnce().then((pause) => this.plan(pause));
    }, seconds * 1_000);
    this.timer.unref();
  }

  /** @returns the seconds until the next run. */
  private async runOnce(): Promise<number> {
    const { job } = this;
    try {
      if ((await job.isDue?.(this.context)) ?? true) await job.run(this);
      this.failures = 0;
      return job.everySeconds;
    } catch (error) {
      if (error instanceof LeaseHeldElsewhere) return job.everySeconds;
      this.failures++;
      this.deps.log.error(
        { err: error, job: job.name, failures: this.failures },
        'a background job failed; it is tried again',
      );
      return Math.min(LONGEST_PAUSE_SECONDS, 2 ** this.failures);
    }
  }
}
