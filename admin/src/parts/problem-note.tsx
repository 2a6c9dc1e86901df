import { Alert } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { Problem } from '../api/problem';

/** What went wrong, where it went wrong; read out at once. `children`: the way out, as a button. */
export function ProblemNote({ problem, children }: { problem: Problem; children?: ReactNode }) {
  return (
    <Alert color="red" className="problem" role="alert" icon={<IconAlertCircle size={18} stroke={1.75} />}>
      {problem.message}
      {problem.retryAt && <Countdown until={problem.retryAt} />}
      {children && <div style={{ marginTop: 8 }}>{children}</div>}
    </Alert>
  );
}

/** "Next in 0:42", and nothing once it is over. Not read out each second. */
function Countdown({ until }: { until: Date }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = Math.ceil((until.getTime() - now) / 1000);
  if (left <= 0) return <span> You can try again now.</span>;
  return (
    <span aria-live="off">
      {' '}
      Next in {Math.floor(left / 60)}:{String(left % 60).padStart(2, '0')}.
    </span>
  );
}
