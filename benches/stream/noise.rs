//! Lines that report none of the catalogued errors: what services, systems and businesses write all day.
//!
//! Many have what looks like one: numbers that equal codes, names of the vendors, successes of their APIs, and errors of
//! others. A form must not say what an entry says; "余额不足" from a shop would be one.

use super::template::Template;
use super::vary::Scene;

/// The forms, parsed.
pub(super) struct Noise {
    /// Where in `groups` a number below the sum of all weights belongs.
    places: Vec<usize>,
    groups: Vec<Vec<Template>>,
}

impl Noise {
    pub(super) fn new() -> Noise {
        let places = (0..).zip(GROUPS).flat_map(|(place, group)| std::iter::repeat_n(place, group.weight));
        Noise {
            places: places.collect(),
            groups: GROUPS.iter().map(|group| Template::parse_all(group.forms)).collect(),
        }
    }

    /// Writes a line to `out`.
    pub(super) fn write(&self, scene: &mut Scene, out: &mut String) {
        let group = &self.groups[*scene.random.one(&self.places)];
        let form = scene.random.one(group);
        form.write(scene, out, &|said, _, _| unreachable!("noise reports no error and has no {said:?}"));
    }
}

/// Forms that are equally frequent.
struct Group {
    /// How frequent all of them are together.
    weight: usize,
    forms: &'static [&'static str],
}

const GROUPS: &[Group] = &[
    Group { weight: 220, forms: ACCESS },
    Group { weight: 170, forms: JAVA },
    Group { weight: 90, forms: DATA_PLATFORMS },
    Group { weight: 120, forms: KUBERNETES },
    Group { weight: 60, forms: SYSTEM },
    Group { weight: 60, forms: PYTHON_AND_NODE },
    Group { weight: 70, forms: GO },
    Group { weight: 70, forms: DATABASES },
    Group { weight: 90, forms: CHINESE },
    Group { weight: 40, forms: METRICS },
    Group { weight: 60, forms: EVENTS },
    Group { weight: 30, forms: BUILDS },
    Group { weight: 35, forms: CLOUDS },
    Group { weight: 370, forms: SHORT },
    Group { weight: 15, forms: FOREIGN_ERRORS },
];

/// nginx, Apache, Envoy, HAProxy, Traefik, Caddy, Tomcat and IIS.
const ACCESS: &[&str] = &[
    r#"«ip» - - [«clf»] "«method» «path» HTTP/1.1" «http» «size» "-" "«agent»""#,
    r#"«wan» - - [«clf»] "«method» «path»?page=«r40»&size=20 HTTP/2.0" «ok» «size» "https://«site»/" "«agent»" "-""#,
    r#"«wan» - «user» [«clf»] "«method» «path»/«id» HTTP/1.1" «http» «size» "-" "«agent»" rt=0.«d3» uct=0.00«r10» urt=0.«d3»"#,
    r#"«site» «wan» [«clf»] "«method» «path» HTTP/1.1" «http» «size» 0.«d3» 0.«d3» «ip»:8080 «x32»"#,
    r#"«wan» - - [«clf»] "GET /static/img/«x16».webp HTTP/1.1" 304 0 "https://«site»/goods/«id»" "«agent»""#,
    r#"{"time":"«iso-s»+08:00","remote_addr":"«wan»","request":"«method» «path»","status":«http»,"bytes":«size»,"rt":0.«d3»,"host":"«site»"}"#,
    r#"[«iso»] "«method» «path» HTTP/1.1" «http» - via_upstream - "-" 0 «size» «ms» «ms» "«ip»" "«agent»" "«uuid»" "«site»" "«ip»:8080""#,
    r#"[«iso»] "POST /grpc.health.v1.Health/Check HTTP/2" 200 - 0 7 «ms» «ms» "-" "grpc-go/1.60.1" "«uuid»" "«ip»:«port»""#,
    r#"«syslog» «host» haproxy[«pid»]: «wan»:«port» [«clf-ms»] fe_https be_app/app«r8» 0/0/1/«ms»/«ms» «http» «size» - - ---- «count»/«count»/0/0/0 0/0 "«method» «path» HTTP/1.1""#,
    r#"«wan» - - [«clf»] "«method» «path» HTTP/1.1" «http» «size» "-" "«agent»" «count» "order-api@docker" "http://«ip»:8080" «ms»ms"#,
    r#"{"level":"info","ts":«epoch-us»,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"«wan»","method":"«method»","uri":"«path»"},"status":«http»,"size":«size»}"#,
    r#"«ip» - - [«clf»] "GET /actuator/health HTTP/1.1" 200 15 «ms»"#,
    r#"«day» «clock» «ip» «method» «path» id=«id» 443 - «wan» «agent» - «http» 0 0 «ms»"#,
    r#"«ip» - - [«clf»] "GET /healthz HTTP/1.1" 200 2 "-" "kube-probe/1.29""#,
    r#"«wan» - - [«clf»] "POST /api/v1/cart/items HTTP/1.1" 201 «size» "https://«site»/m/product/«id»" "«agent»" cs=MISS req=«x16»"#,
    r#"«slashes» [warn] «pid»#«pid»: *«id» a client request body is buffered to a temporary file /var/cache/nginx/client_temp/000000«d4», client: «wan», server: «site»"#,
    r#"«slashes» [error] «pid»#«pid»: *«id» open() "/usr/share/nginx/html«path».map" failed (2: No such file or directory), client: «wan», server: «site»"#,
    r#"«wan» «ip» [«clf»] TLSv1.3 TLS_AES_128_GCM_SHA256 "«method» «path» HTTP/1.1" «size» «ms» sid=«x16» cache=HIT"#,
];

/// Logback, log4j, Spring, Hibernate, MyBatis, Dubbo, garbage collectors.
const JAVA: &[&str] = &[
    r#"«time-ms»  «level» «pid» --- [«thread»] «class» : request «path» finished in «ms» ms, rows=«count», trace=«x16»"#,
    r#"«time-comma» «level» [«thread»] «class» - order «order» created for customer «id», total «money», items «count»"#,
    r#"«time-ms» DEBUG [«thread»] org.hibernate.SQL - select o1_0.id,o1_0.total,o1_0.state from «table» o1_0 where o1_0.customer_id=? order by o1_0.id desc limit ?"#,
    r#"«time-ms» TRACE [«thread»] o.h.type.descriptor.sql.BasicBinder - binding parameter [«r9»] as [BIGINT] - [«id»]"#,
    r#"«time-comma» DEBUG [«thread»] c.e.mapper.«table».selectByPage - ==> Parameters: «id»(Long), «count»(Integer), 20(Integer)"#,
    r#"«time-comma» DEBUG [«thread»] c.e.mapper.«table».selectByPage - <==      Total: «count»"#,
    r#"«time-ms»  INFO «pid» --- [           main] o.s.b.w.embedded.tomcat.TomcatWebServer  : Tomcat started on port(s): «port» (http) with context path ''"#,
    r#"«time-ms»  INFO «pid» --- [           main] c.e.Application : Started Application in «r40».«d3» seconds (process running for «r60».«d3»)"#,
    r#"«time-ms» INFO  [HikariPool-1 housekeeper] com.zaxxer.hikari.pool.HikariPool - HikariPool-1 - Pool stats (total=«r50», active=«r20», idle=«r30», waiting=0)"#,
    r#"[«time-comma»] «level» [«thread»] [trace=«x32»] «class» cache «table»:«id» refreshed, ttl=«d4» size=«size» cost=«ms»"#,
    r#"«clock-ms» [«thread»] «level» «class» -- user «user» logged in from «wan», session «X32», took «ms» ms"#,
    r#"«time-ms» WARN  [«thread»] «class» - slow call to inventory: «ms»ms, sku=«d6», attempt 1 of 3, will continue"#,
    r#"«time-comma» INFO  [«thread»] o.a.dubbo.registry.zookeeper - [DUBBO] Notify urls for subscribe url consumer://«ip»/c.e.api.«app»?pid=«pid»&timestamp=«epoch-ms»"#,
    r#"«time-ms» ERROR [«thread»] «class» - java.net.SocketTimeoutException: Read timed out while calling http://«ip»:«port»«path», elapsed «ms» ms"#,
    r#"	at org.springframework.web.servlet.FrameworkServlet.processRequest(FrameworkServlet.java:«d4») ~[spring-webmvc-6.1.4.jar:6.1.4]"#,
    r#"	at com.example.order.OrderServiceImpl$$EnhancerBySpringCGLIB$$«x8».submit(<generated>) ~[classes!/:2.14.«r30»]"#,
    r#"[«iso»+0800][info][gc,heap] GC(«id») Eden regions: «r200»->0(«r200»), Survivor regions: «r20»->«r20», Old regions: «d3»->«d3»"#,
    r#"[«iso»+0800][info][gc] GC(«id») Pause Young (Normal) (G1 Evacuation Pause) «d4»M->«d3»M(8192M) «r40».«d3»ms"#,
    r#"«iso»+0800: «d5».«d3»: [GC (Allocation Failure) [PSYoungGen: «d6»K->«d5»K(«d6»K)] «d6»K->«d6»K(«d6»K), 0.0«d3» secs] [Times: user=0.0«r10» sys=0.00, real=0.0«r10» secs]"#,
    r#"«time-ms» INFO  [«thread»] c.xxl.job.core.thread.JobThread - >>>>>>>>>>> xxl-job JobThread run, jobId:«id», logId:«d6», handler «job», cost «ms» ms"#,
    r#"«time-comma» INFO  [«thread»] c.a.nacos.client.config - [fixed-«ip»_8848] [data-received] dataId=«app».yaml, group=DEFAULT_GROUP, md5=«x32»"#,
];

/// Kafka, ZooKeeper, Hadoop, HDFS, Spark, Flink, Elasticsearch, RabbitMQ, RocketMQ.
const DATA_PLATFORMS: &[&str] = &[
    r#"[«time-comma»] INFO [GroupCoordinator «r9»]: Stabilized group «app»-«topic» generation «count» (__consumer_offsets-«r50») with «r12» members (kafka.coordinator.group.GroupCoordinator)"#,
    r#"[«time-comma»] INFO [Log partition=«topic»-«r24», dir=/data/kafka] Rolled new log segment at offset «id» in «ms» ms. (kafka.log.Log)"#,
    r#"[«time-comma»] WARN [ReplicaFetcher replicaId=«r9», leaderId=«r9», fetcherId=0] Error in response for fetch request, will be retried (kafka.server.ReplicaFetcherThread)"#,
    r#"«time-ms» INFO  [«thread»] o.a.k.c.c.internals.ConsumerCoordinator - [Consumer clientId=«app»-«r9», groupId=«topic»] Committed offset «id» for partition «topic»-«r24»"#,
    r#"«time-comma» [myid:«r5»] - INFO  [NIOWorkerThread-«r8»:o.a.z.s.NIOServerCnxn@«d3»] - Processing ruok command from /«ip»:«port»"#,
    r#"«time-comma» [myid:«r5»] - INFO  [SessionTracker:o.a.z.s.ZooKeeperServer@«d3»] - Expiring session 0x«x16», timeout of «d5»ms exceeded"#,
    r#"«time-comma» INFO org.apache.hadoop.hdfs.server.datanode.DataNode: Receiving BP-«d6»-«ip»-«epoch-ms»:blk_10737«d5»_«d5» src: /«ip»:«port» dest: /«ip»:9866"#,
    r#"«time-comma» INFO BlockStateChange: BLOCK* addStoredBlock: «ip»:9866 is added to blk_10737«d5»_«d5» (size=«size»)"#,
    r#"«time-comma» INFO org.apache.hadoop.yarn.server.resourcemanager.scheduler.capacity.LeafQueue: assignedContainer application attempt=appattempt_«epoch-ms»_«d4»_000001 queue=root.default"#,
    r#"«yy» INFO TaskSetManager: Finished task «r200».0 in stage «r60».0 (TID «id») in «ms» ms on «ip» (executor «r40») («r200»/200)"#,
    r#"«yy» INFO BlockManagerInfo: Added broadcast_«r300»_piece0 in memory on «ip»:«port» (size: «r60».«r9» KiB, free: «r900».«r9» MiB)"#,
    r#"«yy» INFO MemoryStore: Block rdd_«d3»_«r99» stored as values in memory (estimated size «r90».«r9» MB, free «d3».0 MB)"#,
    r#"«time-comma» INFO  org.apache.flink.runtime.checkpoint.CheckpointCoordinator [] - Completed checkpoint «id» for job «x32» («size» bytes, checkpointDuration=«ms» ms)"#,
    r#"[«iso-s»,«d3»][INFO ][o.e.c.m.MetadataMappingService] [es-«r9»] [logs-«day»/«b22»] update_mapping [_doc], «ms» ms"#,
    r#"[«iso-s»,«d3»][WARN ][o.e.m.j.JvmGcMonitorService] [es-«r9»] [gc][young][«d6»][«d4»] duration [«d3»ms], collections [1]/[1.«r9»s]"#,
    r#"«time-ms»+08:00 [info] <0.«d5».0> connection <0.«d5».0> («ip»:«port» -> «ip»:5672): user '«user»' authenticated and granted access to vhost '/'"#,
    r#"«time-comma» INFO BrokerControllerScheduledThread1 - dispatch behind commit log 0 bytes, slave fall behind «size» bytes, topic «topic» queue «r16»"#,
];

/// Kubelet, controllers, containerd, etcd, CoreDNS, Istio, Docker.
const KUBERNETES: &[&str] = &[
    r#"I«klog»    «pid» kubelet.go:«d4»] "SyncLoop (PLEG): event for pod" pod="«namespace»/«app»-«x8»-«a5»" event={"ID":"«uuid»","Type":"ContainerStarted"}"#,
    r#"I«klog»       1 reconciler.go:«d3»] "operationExecutor.VerifyControllerAttachedVolume started for volume" pod="«namespace»/«app»-«r9»" volume="pvc-«uuid»""#,
    r#"I«klog»       1 controller.go:«d3»] Reconciling service «namespace»/«app», generation «count», took «ms»ms"#,
    r#"I«klog»       1 event.go:«d3»] "Event occurred" object="«namespace»/«app»" kind="Deployment" reason="ScalingReplicaSet" message="Scaled up replica set «app»-«x8» to «r20»""#,
    r#"I«klog»       1 httplog.go:132] "HTTP" verb="LIST" URI="/api/v1/namespaces/«namespace»/pods?limit=500" latency="«r90».«d3»ms" userAgent="kubectl/v1.29" resp=200"#,
    r#"W«klog»    «pid» manager.go:«d4»] Failed to process watch event {EventType:0 Name:/kubepods/burstable/pod«uuid» WatchSource:0}: task «x16» not found"#,
    r#"E«klog»    «pid» pod_workers.go:«d4»] "Error syncing pod, skipping" err="back-off «r9»m«r60»s restarting container «app»" pod="«namespace»/«app»-«x8»""#,
    r#"I«klog»       1 leaderelection.go:«d3»] successfully renewed lease kube-system/«app» (resourceVersion «d6»)"#,
    r#"I«klog»       1 trace.go:«d3»] Trace[«id»]: "Get" url:/api/v1/namespaces/«namespace»/configmaps/«app» (total time: «d3»ms)"#,
    r#"time="«iso»" level=info msg="RemoveContainer for \"«x32»\" returns successfully""#,
    r#"time="«iso»" level=info msg="PullImage \"docker.io/library/«image»\" returns image reference \"sha256:«x32»\"""#,
    r#"time="«iso»" level=info msg="shim disconnected" id=«x32» namespace=k8s.io"#,
    r#"{"level":"info","ts":"«iso-us»+0800","caller":"mvcc/index.go:«d3»","msg":"compact tree index","revision":«id»}"#,
    r#"{"level":"warn","ts":"«iso-us»+0800","caller":"etcdserver/util.go:«d3»","msg":"apply request took too long","took":"«d3».«d3»ms","expected-duration":"100ms","prefix":"read-only range "}"#,
    r#"{"level":"info","ts":"«iso-us»+0800","caller":"wal/wal.go:«d3»","msg":"purged file","path":"/var/lib/etcd/member/wal/«x16»-«x16».wal"}"#,
    r#"[INFO] «ip»:«port» - «d5» "A IN «app».«namespace».svc.cluster.local. udp 54 false 512" NOERROR qr,aa,rd 106 0.000«d3»s"#,
    r#"[INFO] «ip»:«port» - «d5» "AAAA IN «site».«namespace».svc.cluster.local. udp 61 false 512" NXDOMAIN qr,aa,rd 154 0.000«d3»s"#,
    r#"«iso-us»Z	info	xdsproxy	connected to delta upstream XDS server: istiod.istio-system.svc:15012	id=«count»"#,
    r#"{"log":"«time» «level» «class» heartbeat ok seq=«id»\n","stream":"stdout","time":"«iso-us»000Z"}"#,
    r#"«iso» stdout F «time-ms» «level» [«thread»] «class» - consumed «count» messages from «topic»-«r24» in «ms» ms"#,
    r#"«syslog» «host» dockerd[«pid»]: time="«iso»+08:00" level=info msg="ignoring event" container=«x32» module=libcontainerd topic=/tasks/delete"#,
    r#"«syslog» «host» kubelet[«pid»]: I«klog» «pid» prober.go:«d3»] "Probe succeeded" probeType="Readiness" pod="«namespace»/«app»-«x8»" containerName="«app»""#,
    r#"«namespace»   «r60»m«r60»s   Normal   Pulled   pod/«app»-«x8»-«a5»   Container image "«image»" already present on machine"#,
];

/// The kernel, systemd, sshd, cron, DHCP, sudo, mail, firewalls and audit.
const SYSTEM: &[&str] = &[
    r#"«syslog» «host» systemd[1]: Started Session «id» of User «user»."#,
    r#"«syslog» «host» systemd[1]: «app».service: Consumed «r50».«d3»s CPU time, «r900».«r9»M memory peak."#,
    r#"«syslog» «host» sshd[«pid»]: Accepted publickey for «user» from «ip» port «port» ssh2: RSA SHA256:«b32»"#,
    r#"«syslog» «host» sshd[«pid»]: Received disconnect from «wan» port «port»:11: disconnected by user"#,
    r#"«syslog» «host» sshd[«pid»]: Failed password for root from «wan» port «port» ssh2"#,
    r#"«syslog» «host» CRON[«pid»]: (root) CMD (/usr/local/bin/«app»-rotate --keep «r30» >> /var/log/rotate.log 2>&1)"#,
    r#"«syslog» «host» dhclient[«pid»]: DHCPACK of «ip» from «ip» (xid=0x«x8»), bound, renewal in «d5» seconds"#,
    r#"«syslog» «host» kernel: [«d6».«d6»] TCP: request_sock_TCP: Possible SYN flooding on port «port». Sending cookies."#,
    r#"«syslog» «host» kernel: [«d6».«d6»] [UFW BLOCK] IN=eth0 OUT= SRC=«wan» DST=«ip» LEN=40 TTL=«r255» ID=«d5» PROTO=TCP SPT=«port» DPT=«d4» WINDOW=1024 SYN"#,
    r#"«syslog» «host» kernel: [«d6».«d6»] EXT4-fs (vdb1): mounted filesystem with ordered data mode. Quota mode: none."#,
    r#"«syslog» «host» sudo:   «user» : TTY=pts/«r9» ; PWD=/home/«user» ; USER=root ; COMMAND=/usr/bin/systemctl restart «app»"#,
    r#"«syslog» «host» chronyd[«pid»]: Selected source «wan» (ntp.example.com), offset 0.000«d3» s, stratum «r5»"#,
    r#"«syslog» «host» postfix/smtp[«pid»]: «X12»: to=<«user»@example.com>, relay=mx.example.com[«wan»]:25, delay=0.«d2», status=sent (250 2.0.0 Ok: queued as «X12»)"#,
    r#"type=SYSCALL msg=audit(«epoch».«d3»:«id»): arch=c000003e syscall=«r300» success=yes exit=0 ppid=«pid» pid=«pid» auid=1000 uid=0 comm="«app»" exe="/usr/bin/«app»" key="exec""#,
    r#"type=USER_LOGIN msg=audit(«epoch».«d3»:«id»): pid=«pid» uid=0 auid=1000 msg='op=login acct="«user»" exe="/usr/sbin/sshd" addr=«wan» terminal=ssh res=success'"#,
    r#"<«r190»>1 «iso» «host» «app» «pid» ID«r99» [origin ip="«ip»"] session «uuid» opened for «user»"#,
];

/// Python, gunicorn, celery, Django, uvicorn; Node with pino, winston, morgan, PM2; PHP and Ruby.
const PYTHON_AND_NODE: &[&str] = &[
    r#"[«time» +0800] [«pid»] [INFO] Booting worker with pid: «pid», listening at http://0.0.0.0:«port»"#,
    r#"INFO:     «ip»:«port» - "«method» «path» HTTP/1.1" «ok» OK"#,
    r#"[«time-comma»: INFO/ForkPoolWorker-«r16»] Task «app».tasks.«job»[«uuid»] succeeded in «r9».«d6»s: {'rows': «count»}"#,
    r#"[«time-comma»: INFO/MainProcess] Task «app».tasks.«job»[«uuid»] received, eta=None queue=«topic»"#,
    r#"«time-comma» INFO django.server basehttp «pid» "«method» «path» HTTP/1.1" «ok» «size»"#,
    r#"«time-comma» - «app».loader - DEBUG - batch «count»/«count» loaded, loss=0.«d4», lr=0.000«r10», «d4» samples/s"#,
    r#"«time-comma» WARNING urllib3.connectionpool Connection pool is full, discarding connection: «site». Connection pool size: «r50»"#,
    r#"  File "/usr/lib/python3.11/site-packages/«app»/views.py", line «d3», in dispatch_request"#,
    r#"DEBUG:asyncio:poll «d3».«d3» ms took «ms».«d3» ms: «r9» events, task=<Task pending name='Task-«id»' coro=<«job»()>>"#,
    r#"{"level":30,"time":«epoch-ms»,"pid":«pid»,"hostname":"«host»","reqId":"«a8»","res":{"statusCode":«ok»},"responseTime":«ms».«d2»,"msg":"request completed"}"#,
    r#"{"level":"info","message":"«job» finished","service":"«app»","durationMs":«ms»,"rows":«count»,"timestamp":"«iso»Z"}"#,
    r#"{"level":40,"time":«epoch-ms»,"pid":«pid»,"name":"«app»","msg":"event loop lag","lagMs":«ms»,"heapUsed":«size»}"#,
    r#"«method» «path»/«id» «ok» «ms».«d3» ms - «size»"#,
    r#"PM2      | «iso-s»: PM2 log: App [«app»:«r8»] online, restarts «r20», uptime «d4»s"#,
    r#"[«day»T«clock».«d6»+08:00] app.INFO: Matched route "order_show". {"route":"order_show","id":"«id»","method":"«method»"} []"#,
    r#"I, [«iso-us» #«pid»]  INFO -- : [«uuid»] Completed 200 OK in «ms»ms (Views: «r90».«r9»ms | ActiveRecord: «r90».«r9»ms | Allocations: «d5»)"#,
];

/// zap, logrus, slog, logfmt, gin, Grafana and Prometheus, Consul, Vault, MinIO.
const GO: &[&str] = &[
    r#"{"level":"«low-level»","ts":«epoch-us»,"caller":"«go-file»:«d3»","msg":"request served","path":"«path»","status":«ok»,"took":0.«d4»,"peer":"«ip»:«port»"}"#,
    r#"{"level":"«low-level»","ts":"«iso»+0800","caller":"«go-file»:«d3»","msg":"job done","job":"«job»","rows":«count»,"elapsed_ms":«ms»}"#,
    r#"time="«iso-s»+08:00" level=«low-level» msg="flush buffer" component=«app» records=«count» bytes=«size» shard=«r64»"#,
    r#"time=«iso»+08:00 level=INFO msg="lease renewed" app=«app» lease=«x16» ttl=«r60»s holder=«host»"#,
    r#"[GIN] «slashes» | «ok» | «r99».«d6»ms | «wan» | «method»     "«path»""#,
    r#"ts=«iso»Z caller=compact.go:«d3» level=info component=tsdb msg="write block" mint=«epoch-ms» maxt=«epoch-ms» ulid=01H«X20» duration=«r9».«d3»s"#,
    r#"ts=«iso»Z caller=manager.go:«d3» level=warn component="rule manager" group=«app» msg="Evaluating rule took long" duration=«r9».«d2»s samples=«count»"#,
    r#"logger=context userId=«r99» orgId=1 uname=«user» t=«iso»Z level=info msg="Request Completed" method=«method» path=/api/ds/query status=«ok» remote_addr=«ip» time_ms=«ms» size=«size»"#,
    r#"«iso»+0800 [INFO]  agent: Synced node info: node=«host» service=«app»-«r9» checks=«count» index=«id»"#,
    r#"«slashes» «go-file»:«d3»: [INFO] consumer «topic» lag=«count» offset=«id» partition=«r24» rate=«d3»/s"#,
    r#"level=debug ts=«iso-us»Z caller=«go-file»:«d3» msg="cache lookup" key=«table»:«id» hit=true age=«d3»ms"#,
    r#"{"time":"«iso-us»+08:00","level":"INFO","msg":"rpc","method":"/«app».v1.Query/List","code":"OK","duration":"«ms»ms","request_size":«size»}"#,
    r#"«iso»Z	INFO	controller/«app»	Reconciled	{"namespace": "«namespace»", "name": "«app»-«a5»", "generation": «count», "requeueAfter": "«d3»s"}"#,
    r#"{"level":"error","ts":"«iso»+0800","caller":"«go-file»:«d3»","msg":"dial tcp «ip»:«port»: connect: connection refused","attempt":«r9»,"next":"«r60»s"}"#,
    r#"«esc»[36mINFO«esc»[0m[«d4»] worker «r64» picked job «job» id=«id» «esc»[36mtopic«esc»[0m=«topic» «esc»[36mpartition«esc»[0m=«r24» waited=«ms»ms"#,
];

/// PostgreSQL, MySQL, Redis, MongoDB, ClickHouse, TiDB.
const DATABASES: &[&str] = &[
    r#"«time-ms» CST [«pid»] «user»@shop LOG:  duration: «ms».«d3» ms  statement: SELECT id, state FROM «table» WHERE id = «id»"#,
    r#"«time-ms» CST [«pid»] LOG:  checkpoint complete: wrote «d4» buffers («r9».«r9»%); 0 WAL file(s) added, «r9» removed; write=«r200».«d3» s, sync=0.0«r99» s, total=«r200».«d3» s"#,
    r#"«time-ms» CST [«pid»] LOG:  automatic vacuum of table "shop.public.«table»": index scans: 1, pages: 0 removed, «d5» remain, tuples: «d4» removed"#,
    r#"«time-ms» CST [«pid»] «user»@shop ERROR:  duplicate key value violates unique constraint "«table»_pkey" at character «r99»"#,
    r#"«iso-us»Z «id» [Note] [MY-010914] [Server] Aborted connection «id» to db: 'shop' user: '«user»' host: '«ip»' (Got timeout reading communication packets)."#,
    r#"# Query_time: «r9».«d6»  Lock_time: 0.000«d3» Rows_sent: «count»  Rows_examined: «id»  Thread_id: «id»  Schema: shop"#,
    r#"SET timestamp=«epoch»; SELECT COUNT(*) FROM «table» WHERE created_at >= '«time»' AND state IN (10, 20, 30) AND seller_id = «id»;"#,
    r#"«iso-us»Z 0 [Note] [MY-012551] [InnoDB] Buffer pool(s) dump completed at «time», pages «d6»"#,
    r#"«pid»:M «redis-time» * Background saving started by pid «pid», «count» changes in 300 seconds"#,
    r#"«pid»:M «redis-time» * RDB: «r300» MB of memory used by copy-on-write, current «r300» MB, peak «r300» MB"#,
    r#"«pid»:S «redis-time» # MASTER <-> REPLICA sync: Finished with success, «size» bytes loaded into memory, db 0 keys «id»"#,
    r#"{"t":{"$date":"«iso»+08:00"},"s":"I","c":"NETWORK","id":22943,"ctx":"listener","msg":"Connection accepted","attr":{"remote":"«ip»:«port»","connectionId":«id»,"connectionCount":«count»}}"#,
    r#"{"t":{"$date":"«iso»+08:00"},"s":"I","c":"COMMAND","id":51803,"ctx":"conn«id»","msg":"Slow query","attr":{"ns":"shop.«table»","planSummary":"IXSCAN","keysExamined":«count»,"durationMillis":«ms»}}"#,
    r#"«slashes».«d6» [ «pid» ] {«uuid»} <Information> executeQuery: Read «id» rows, «r99».«d2» MiB in 0.«d6» sec., «id» rows/sec."#,
    r#"[«slashes».«d3» +08:00] [INFO] [gc_worker.go:«d3»] ["[gc worker] start delete ranges"] [uuid=«x16»] [ranges=«count»]"#,
];

/// Applications of Chinese businesses, and consoles of their platforms when all goes well.
const CHINESE: &[&str] = &[
    "«time-ms» INFO  [«thread»] c.e.order.OrderService - 订单创建成功 orderNo=«order» 用户ID=«id» 金额=«money»元 耗时«ms»ms",
    "«time-ms» INFO  [«thread»] c.e.pay.PayNotify - 支付回调处理完成，订单号：«order»，渠道：微信，实付：«money»，流水号：«d6»«d6»",
    "«time-comma» INFO  [«thread»] 会员等级变更: memberId=«id», 手机号=«phone», 银卡 -> 金卡, 成长值=«d5»",
    "«time-ms» INFO  [«thread»] c.e.ship.ShipService - 物流轨迹更新：运单号SF«d6»«d6»，«express»，已到达【«city»转运中心】",
    "«time-ms» INFO  c.a.net.SubnetService - 子网创建成功 subnetId=subnet-«a8» vpcId=vpc-«a8» 网段=«ip»/24 耗时 «ms»ms",
    "«time» [INFO] 配额检查通过：租户«x16»，云主机 已用«r40»/上限100，云硬盘 已用«r90»/上限200，申请数量«r9»",
    "«time-ms» DEBUG [«thread»] c.e.cache.GoodsCache - 商品缓存命中 sku=«d6» 名称=«goods» 库存=«d3» 版本=«id»",
    "[«time»] [INFO] 用户 «person»(«id») 登录成功，IP：«wan»（«city»），设备：Android，耗时 «ms» 毫秒",
    "«time-ms» INFO  [«thread»] 定时任务[«job»]执行完毕，共处理 «count» 条，成功 «count» 条，跳过 «r9» 条，用时 «d4» 毫秒",
    "«time-ms» WARN  [«thread»] c.e.stock.StockService - 库存预警：sku=«d6»，«goods»，当前库存 «d2»，安全库存 «d3»，已通知采购 «person»",
    "«time-ms» INFO  [«thread»] c.e.msg.SmsSender - 短信发送成功，手机号：«phone»，模板：SMS_«d6»«d3»，回执：«d5»，条数：1",
    "«time» INFO 开始同步门店数据，城市=«city»，门店数=«count»，批次号=«stamp»，操作人=«person»",
    "«time-comma» INFO  [«thread»] 退款单 «order» 审核通过，金额 «money» 元，预计 «r7» 个工作日内原路退回，操作员 «person»",
    r#"{"时间":"«time»","级别":"信息","模块":"订单中心","内容":"订单«order»已发货","快递":"«express»","城市":"«city»"}"#,
    r#"«time-ms» INFO  [«thread»] c.e.gateway.AccessLog - 请求结束 uri=«path» 响应={"code":0,"msg":"成功","data":{"total":«count»}} 耗时=«ms»ms"#,
    r#"«time-ms» INFO  [«thread»] c.e.gateway.AccessLog - 响应报文：{"success":true,"code":200,"message":"查询成功","data":{"id":«id»}}"#,
    "«time-ms» INFO  [«thread»] c.e.cloud.VmService - 云主机 i-«a8» 启动成功，规格 4核8G，可用区 «zone»，内网IP «ip»，耗时 «r90» 秒",
    "«time-ms» INFO  [«thread»] c.e.cloud.EipService - 弹性公网IP «wan» 绑定完成，实例 i-«a8»，带宽 «r100»Mbps，任务号 «d6»",
    "«time-ms» INFO  [«thread»] c.e.cdn.RefreshJob - 提交刷新任务成功 taskId=«epoch»«d3» 域名=«site» URL数=«count» 剩余额度=«d4»",
    "«time» 审计 用户=«user» 来源=«ip» 操作=修改安全组规则 对象=sg-«a8» 结果=成功 请求号=«uuid»",
    "«time-ms» ERROR [«thread»] c.e.export.ExcelExporter - 导出报表失败，文件 /data/export/«stamp».xlsx 被占用，第«r5»次重试后放弃",
    "«time-ms» WARN  [«thread»] c.e.mq.DelayMonitor - 消息堆积告警 topic=«topic» 堆积量=«d5» 消费组=«app» 持续 «r30» 分钟",
    "«time-ms» INFO  [«thread»] c.e.coupon.CouponService - 发放优惠券 couponId=«d5» 用户=«id» 面额=«money» 有效期至 «day» 23:59:59",
];

/// Metrics, exporters, statsd, sar, top and queues.
const METRICS: &[&str] = &[
    r#"«metric»{app="«app»",instance="«ip»:9100",method="«method»",code="«ok»"} «size» «epoch-ms»"#,
    r#"«app».«metric»:«size»|ms|@0.1|#env:prod,host:«host»,zone:«zone»"#,
    r#"«metric»,host=«host»,app=«app»,zone=«zone» value=«size»,count=«count»i,p95=«ms».«d2» «epoch-ms»000000"#,
    r#"«time» metrics app=«app» qps=«d3» p50=«ms» p95=«ms» p99=«ms» err=0 conn=«count» heap=«d4»M threads=«d3» load=«r9».«d2»"#,
    r#"{"@timestamp":"«iso»Z","metric":"«metric»","value":«size»,"labels":{"app":"«app»","host":"«host»","pid":"«pid»"}}"#,
    r#"«clock»     all   «r20».«d2»   0.00   «r9».«d2»   0.«d2»   0.00   «r90».«d2»"#,
    r#"«epoch» «host» «app».«metric».max «size» source=«ip» interval=60 type=gauge unit=«d2»"#,
    r#"«time-ms» INFO  [metrics-logger-reporter-1-thread-1] metrics - type=TIMER, name=«app».«job», count=«count», min=«ms».«d2», mean=«ms».«d2», p99=«ms».«d2», m1_rate=«r90».«d2»"#,
    r#"«syslog» «host» collectd[«pid»]: interface-eth0/if_octets rx=«id» tx=«id» drops=0 errs=0 t=«epoch»"#,
];

/// JSON events with nested fields, ECS and OpenTelemetry records, spans, audit trails.
const EVENTS: &[&str] = &[
    r#"{"@timestamp":"«iso»Z","log.level":"INFO","message":"order accepted","ecs.version":"1.2.0","service.name":"«app»","order":{"id":"«order»","items":«r20»,"total":«money»}}"#,
    r#"{"event":"page_view","uid":«id»,"sid":"«x16»","props":{"url":"«path»","ref":"«site»","ab":["exp_«d4»","exp_«d3»"]},"ts":«epoch-ms»}"#,
    r#"{"timeUnixNano":"«epoch-ms»000000","severityText":"INFO","body":{"stringValue":"«job» finished in «ms» ms"},"traceId":"«x32»","spanId":"«x16»"}"#,
    r#"{"traceId":"«x32»","id":"«x16»","kind":"SERVER","name":"«method» «path»","timestamp":«epoch-ms»000,"duration":«d5»,"tags":{"http.status_code":"«ok»","peer":"«ip»"}}"#,
    r#"{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","verb":"update","user":{"username":"«user»"},"objectRef":{"resource":"leases","namespace":"«namespace»"},"responseStatus":{"code":200}}"#,
    r#"{"type":"audit","actor":"«user»","ip":"«wan»","action":"login","result":"success","session":"«uuid»","at":"«iso»Z"}"#,
    r#"{"specversion":"1.0","type":"com.example.«table».changed","source":"/«app»","id":"«uuid»","time":"«iso»Z","data":{"sku":«d6»,"qty":«r90»,"warehouse":«d4»}}"#,
    r#"{"before":null,"after":{"id":«id»,"user_id":«id»,"state":«d2»,"amount":"«money»"},"source":{"connector":"mysql","table":"«table»","pos":«id»},"op":"c","ts_ms":«epoch-ms»}"#,
    r#"{"time":"«iso»Z","lvl":"info","app":"«app»","http":{"method":"«method»","path":"«path»","status":«ok»,"ms":«ms»},"user":{"id":«id»,"vip":true}}"#,
    r#"{"ts":"«iso»Z","level":"info","logger":"payments","msg":"payment captured","order":«id»,"amount":«money»,"took_ms":«ms»,"trace":"«x8»"}"#,
    r#"{"device":"sensor-«d4»","temp":«r40».«r9»,"hum":«r90»,"bat":«r100»,"seq":«id»,"fw":"1.«r9».«r30»","code":0,"ts":«epoch»}"#,
    r#"{"code":0,"message":"success","data":{"list":[{"id":«id»,"name":"«app»","status":1}],"total":«count»},"requestId":"«x16»","cost":«ms»}"#,
    r#"{"action":"allow","rule":«d5»,"src":"«wan»","sport":«port»,"dst":"«ip»","dport":«d4»,"proto":"tcp","bytes":«size»,"zone":"dmz","at":«epoch»}"#,
    r#"{"level":"info","msg":"\u8ba2\u5355\u521b\u5efa\u6210\u529f","orderNo":"«order»","uid":«id»,"ts":"«iso»Z","took":«ms»}"#,
    r#"{"topic":"«topic»","partition":«r24»,"offset":«id»,"payload":"{\"orderId\":\"«order»\",\"state\":«d2»,\"amount\":«money»}"}"#,
    r#"«wan» - - [«clf»] "POST /open/callback/pay HTTP/1.1" 200 «size» body:"{\x22trade\x22:\x22«order»\x22,\x22amount\x22:«d5»,\x22state\x22:\x22PAID\x22}""#,
];

/// Jenkins, GitLab, Maven, npm, pytest, Gradle, Ansible, Docker builds.
const BUILDS: &[&str] = &[
    r#"[Pipeline] sh «clock» + mvn -B -q -DskipTests package -pl «app» -am -Dbuild.number=«d4» -Drevision=«x8»"#,
    r#"[INFO] Tests run: «r200», Failures: 0, Errors: 0, Skipped: «r9», Time elapsed: «r90».«d3» s -- in com.example.order.OrderServiceTest"#,
    r#"[INFO] Building jar: /home/jenkins/workspace/«app»/target/«app»-2.14.«r30».jar"#,
    r#"«clock-ms» Finished: SUCCESS, build «app» #«d4», duration «r20» min «r60» s, triggered by «user», node «host»"#,
    r#"#«r30» [build «r9»/9] RUN go build -o /out/«app» ./cmd/«app»    «r90».«r9»s done, sha256:«x16»"#,
    r#"PASSED tests/test_«table».py::test_«job»[«d4»-«r9»] 0.«d2»s [ «r100»%]"#,
    r#"section_end:«epoch»:build_script Job succeeded, pipeline «d6», job «d6», runner «host», coverage «r100».«r9»%"#,
    r#"ok: [«host»] => (item={'name': '«user»', 'uid': «d4»}) TASK [common : ensure users] «r9».«d2»s"#,
    r#"> Task :«app»:test «r200» tests completed, 0 failed, «r9» skipped, up-to-date «r90», BUILD SUCCESSFUL in «r9»m «r60»s"#,
    r#"added «d4» packages, and audited «d4» packages in «r60»s, «d3» packages are looking for funding, found 0 vulnerabilities"#,
];

/// What goes well with the clouds, with the vendors' names, keys and hosts.
const CLOUDS: &[&str] = &[
    r#"«time-ms» INFO  [«thread»] c.a.c.SlbClient - DescribeLoadBalancers ok, endpoint=slb.aliyuncs.com, requestId=«UUID», total=«count», cost=«ms»ms"#,
    r#"«time-ms» INFO  [«thread»] c.e.cloud.HwVpcClient - GET https://vpc.cn-north-4.myhuaweicloud.com/v1/«x32»/vpcs 200 «ms»ms, vpcs=«count»"#,
    r#"huaweicloud_vpc_subnet.app[«r9»]: Creation complete after «r60»s [id=«uuid»]"#,
    r#"alicloud_slb_load_balancer.web: Still creating... [«r9»0s elapsed], zone «zone», bandwidth «r100»"#,
    r#"{"level":"info","ts":"«iso»Z","cloud":"qingcloud","action":"DescribeInstancesResponse","ret_code":0,"total_count":«count»,"took_ms":«ms»}"#,
    r#"«time-comma» DEBUG qingcloud.iaas.connection resp={"action":"DescribeVolumesResponse","total_count":«count»,"volume_set":[],"ret_code":0}"#,
    r#"«time» POST https://cdn.api.qcloud.com/v2/index.php Action=DescribeCdnHosts -> {"code":0,"message":"","codeDesc":"Success","data":{"total":«count»}}"#,
    r#"«time-comma» INFO ucloudstack-sdk {"Action":"DescribeVMInstanceResponse","RetCode":0,"TotalCount":«count»,"RequestUUID":"«uuid»"}"#,
    r#"tencentcloud_instance.worker[«r9»]: Refreshing state... [id=ins-«a8»], plan «count» to add, 0 to change, 0 to destroy"#,
    r#"«slashes» [INFO] uploaded backup-«stamp».tar.gz to oss://«app»-backup.oss-cn-hangzhou.aliyuncs.com, «size» bytes in «ms» ms, etag «X32»"#,
    r#"I«klog»       1 cloud.go:«d3»] alicloud: EnsureLoadBalancer «namespace»/«app» finished, lb-«a16», «r9» listeners up to date"#,
    r#"{"eventName":"RunInstances","eventSource":"ec2.amazonaws.com","awsRegion":"eu-west-1","sourceIPAddress":"«wan»","userAgent":"aws-cli/2.15","requestID":"«uuid»","eventID":"«uuid»"}"#,
];

/// What makes up much of a log and says little: frames, probes, heartbeats, single steps.
const SHORT: &[&str] = &[
    r#"	at com.example.order.OrderController.submit(OrderController.java:«d3»)"#,
    r#"	at java.base/java.lang.Thread.run(Thread.java:«d4»)"#,
    r#"	... «d2» common frames omitted"#,
    r#"«time-ms» «level» [«thread»] «class» - start «job»"#,
    r#"«time-ms» «level» [«thread»] «class» - done in «ms» ms"#,
    r#"«time-comma» INFO  «class» - heartbeat ok seq=«id» peer=«ip»"#,
    r#"«time-comma» DEBUG «class» - row «id» unchanged, skipped"#,
    r#"[«time»] «app» worker «r64» idle, queue=«topic» depth=«count»"#,
    r#"«iso»Z «low-level» «app» tick «d6» lag=«ms»ms"#,
    r#"«ip» - - [«clf»] "GET /metrics HTTP/1.1" 200 «size»"#,
    r#"INFO «time» «job» page «count» of «count», «ms» ms"#,
    r#"{"level":"info","ts":«epoch-us»,"msg":"tick","n":«id»,"ms":«ms»}"#,
    r#"{"t":«epoch-ms»,"app":"«app»","ev":"ack","id":«d6»,"q":«d2»}"#,
    r#"level=«low-level» ts=«iso»Z msg="poll" shard=«r64» rows=«count» took=«ms»ms"#,
    r#"«slashes» «go-file»:«d3»: accepted «ip»:«port»"#,
    r#"«slashes» [notice] «pid»#«pid»: signal 29 (SIGIO) received"#,
    r#"«pid»:M «redis-time» - Accepted «ip»:«port»"#,
    r#"«syslog» «host» «app»[«pid»]: flushed «count» records in «ms» ms"#,
    r#"«syslog» «host» systemd-logind[«pid»]: Removed session «id»."#,
    r#"I«klog»       1 main.go:«d3»] resync «namespace»/«app» done"#,
    r#"«time» INFO  «app» cache size=«size» hit=0.«d2» evict=«count»"#,
    r#"«clock-ms» [«thread»] DEBUG «class» - cost=«ms»"#,
    r#"Hibernate: update «table» set version=«d2», state=«r9» where id=?"#,
    r#"==> Parameters: «id»(Long), «d4»(Integer), «user»(String)"#,
    r#"GC(«id») Pause Remark «d4»M->«d3»M(4096M) «r40».«d3»ms"#,
    r#"«metric»{app="«app»",le="0.«r9»"} «size»"#,
    "«time» INFO  [«thread»] 处理完成，共«count»条，耗时«ms»ms",
    "«time-ms» INFO  «class» - 查询会员 «id» 命中缓存",
    "«time-ms» INFO  «class» - 订单 «order» 支付成功",
    "«time» DEBUG 推送消息到 «phone»，返回 «d3» 字节",
    "«time» INFO  拣货单 «d6» 已打印，仓库 «city»，工位 «d2»",
    "«time» INFO  [«job»] 第 «count» 页拉取完毕，«d4» 行",
];

/// Errors of others than the catalogued vendors, none of which an entry describes.
const FOREIGN_ERRORS: &[&str] = &[
    r#"«time» botocore.exceptions.ClientError: An error occurred (VcpuLimitExceeded) when calling the RunInstances operation: You have requested more vCPU capacity than your current vCPU bucket allows, request «uuid»"#,
    r#"googleapi: Error 412: Constraint constraints/compute.vmExternalIpAccess violated for projects/«app»-«d4», conditionNotMet, operation «uuid»"#,
    r#"«time-comma» ERROR azure.mgmt.compute Code: SkuNotAvailable, requested size Standard_D4s_v5 is currently not available in westeurope, correlation «uuid»"#,
    r#"Error from server (AlreadyExists): configmaps "«app»-«a5»" already exists, context «namespace», user «user»"#,
    r#"«time-ms» ERROR [«thread»] «class» - com.mysql.cj.jdbc.exceptions.MySQLTransactionRollbackException: Deadlock found when trying to get lock; table «table»"#,
    r#"«time-ms» ERROR [«thread»] «class» - java.lang.NullPointerException: Cannot invoke "Long.longValue()" because "id" is null, user=«id»"#,
    r#"ORA-01555: snapshot too old: rollback segment number «r99» with name "_SYSSMU«r99»_«d6»$" too small, session «d4», sql_id «a12»"#,
    r#"«iso»Z panic: runtime error: index out of range [«r90»] with length «r90», goroutine «d4» [running], main.«job»(0xc000«x6»)"#,
    r#"«time» (node:«pid») UnhandledPromiseRejectionWarning: Error: connect ECONNREFUSED «ip»:«port», rejection id: «d4», app «app»"#,
    r#"CUDA error: an illegal memory access was encountered at kernel launch, device «r8», step «d5», rank «r16», host «host»"#,
];
